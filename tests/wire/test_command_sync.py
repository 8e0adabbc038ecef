"""Where the commands are registered: in one set of places, and never twice."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord.faults import Plan
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = pytest.mark.first_start

OF_GUILD = r"/guilds/\d+/commands$"


def puts(bot: WholeBot, since: int = 0) -> list[tuple[str, bool]]:
    """Return each registration by its place, and whether it held commands."""
    found = bot.discord.requests.find("PUT", "/commands$")[since:]
    return [("guild" if "/guilds/" in it.path else "global", bool(it.payload)) for it in found]


def remembered(bot: WholeBot) -> list[str]:
    """Return where the bot takes its commands to be."""
    with closing(sqlite3.connect(bot.database, timeout=5)) as database:
        found = database.execute("SELECT value FROM meta WHERE key = 'commands:targets'").fetchone()
    return list(json.loads(found[0])) if found else []


def payload(bot: WholeBot) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bot.discord.requests.find("PUT", "/commands$")[-1].payload
    return found


async def test_global_commands_are_for_servers_that_installed_the_bot(bot: WholeBot) -> None:
    assert {each["name"] for each in payload(bot)} >= {"imagine", "policy"}
    places = [(each["integration_types"], each["contexts"]) for each in payload(bot)]
    assert places == [([0], [0])] * len(places)


async def test_a_servers_own_commands_name_no_places(idle: WholeBot) -> None:
    await idle.start(command_guild_ids=(idle.discord.world.guild.id,))
    named = {"integration_types", "contexts", "dm_permission"}
    assert [each for each in payload(idle) if named & each.keys()] == []


async def test_chosen_servers_take_the_place_of_all(bot: WholeBot) -> None:
    guild_id = bot.discord.world.guild.id
    await bot.restart(command_guild_ids=(guild_id,))
    await eventually(lambda: puts(bot, 1) == [("guild", True), ("global", False)])
    await eventually(lambda: remembered(bot) == [str(guild_id)])
    await bot.restart()
    assert len(puts(bot)) == 3


async def test_all_take_the_place_of_chosen_servers(idle: WholeBot) -> None:
    world = idle.discord.world
    guilds = (world.guild.id, world.add_guild("Another").id)
    await idle.start(command_guild_ids=guilds)
    await idle.restart(command_guild_ids=guilds[:1])
    await eventually(lambda: puts(idle, 2) == [("guild", False)])
    await eventually(lambda: remembered(idle) == [str(guilds[0])])
    await idle.restart(command_guild_ids=())
    await eventually(lambda: puts(idle, 3) == [("global", True), ("guild", False)])
    await eventually(lambda: remembered(idle) == ["global"])
    await idle.restart(command_guild_ids=guilds[:1])
    await eventually(lambda: puts(idle, 5) == [("guild", True), ("global", False)])


async def test_what_an_older_version_registered_everywhere_is_cleared_too(bot: WholeBot) -> None:
    await bot.stop()
    with closing(sqlite3.connect(bot.database)) as database, database:
        database.execute("DELETE FROM meta WHERE key = 'commands:targets'")
    await bot.start(command_guild_ids=(bot.discord.world.guild.id,))
    await eventually(lambda: puts(bot, 1) == [("guild", True), ("global", False)])


@pytest.mark.parametrize(
    "fault", [Plan(status=503), Plan(drop=True), Plan(status=400)], ids=["503", "cut", "400"]
)
async def test_what_could_not_be_cleared_is_cleared_by_a_later_start(
    idle: WholeBot, fault: Plan
) -> None:
    await idle.start(command_guild_ids=(idle.discord.world.guild.id,))
    armed = idle.discord.faults.add(**(fault | Plan(method="PUT", path=OF_GUILD, times=None)))
    await idle.restart(command_guild_ids=())
    await eventually(lambda: armed.hits)
    assert len((await idle.imagined()).pictures()) == 1
    idle.discord.faults.clear()
    before = len(puts(idle))
    await idle.restart()
    await eventually(lambda: puts(idle, before) == [("guild", False)])


async def test_a_server_that_threw_the_bot_out_is_forgotten(idle: WholeBot) -> None:
    world = idle.discord.world
    other = world.add_guild("Another")
    await idle.start(command_guild_ids=(world.guild.id, other.id))
    world.remove_guild(other)
    await idle.restart(command_guild_ids=(world.guild.id,))
    await eventually(lambda: puts(idle, 2) == [("guild", False)])
    await eventually(lambda: remembered(idle) == [str(world.guild.id)])
    await idle.restart()
    assert len((await idle.imagined()).pictures()) == 1
    assert len(puts(idle)) == 3


async def test_nothing_is_cleared_while_the_new_set_could_not_be_told(bot: WholeBot) -> None:
    bot.discord.faults.add(method="PUT", path=OF_GUILD, status=503, times=None)
    await bot.restart(command_guild_ids=(bot.discord.world.guild.id,))
    await bot.stop()
    assert ("global", False) not in puts(bot)
