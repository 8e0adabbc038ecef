"""/help over the wire: its commands can be clicked, wherever they are registered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import User
    from tests.wire.whole_bot import WholeBot

pytestmark = [sharing, pytest.mark.first_start]


SYNCS = "/commands$"


async def told(bot: WholeBot, user: User | None = None) -> str:
    used = await bot.discord.slash("help", {}, user=user or bot.discord.world.member)
    answer = await used.answered()
    assert answer.ephemeral
    return answer.text()


def id_of(bot: WholeBot, command: str) -> str:
    found: str = bot.discord.commands.find(command, bot.discord.world.guild.id)["id"]
    return found


async def test_commands_are_mentioned_by_the_ids_that_discord_gave_them(bot: WholeBot) -> None:
    said = await told(bot)
    assert f"</imagine:{id_of(bot, 'imagine')}>" in said
    assert "`/imagine`" not in said
    for words in ("*Details*", "*Delete*", "*Image details*", "Prompts go to Novita"):
        assert words in said
    for absent in ("/policy", "/review", "For moderators"):
        assert absent not in said
    for_moderator = await told(bot, bot.discord.world.moderator)
    assert f"</review:{id_of(bot, 'review')}>" in for_moderator
    assert "/policy" not in for_moderator
    for_admin = await told(bot, bot.discord.world.admin)
    assert f"</policy show:{id_of(bot, 'policy')}>" in for_admin
    # A start that registers nothing anew knows them all the same.
    await bot.restart()
    assert len(bot.discord.requests.find("PUT", SYNCS)) == 1
    assert await told(bot) == said


async def test_a_servers_own_commands_have_ids_of_their_own(bot: WholeBot) -> None:
    everywhere = id_of(bot, "imagine")
    guild_id = bot.discord.world.guild.id
    await bot.restart(command_guild_ids=(guild_id,))
    assert id_of(bot, "imagine") != everywhere
    assert f"</imagine:{id_of(bot, 'imagine')}>" in await told(bot)
    await eventually(lambda: not bot.discord.commands.all())
    await bot.restart(command_guild_ids=())
    await eventually(lambda: not bot.discord.commands.all(guild_id))
    await eventually(lambda: kept(bot, f"commands:ids:{guild_id}") == "{}")
    assert f"</imagine:{id_of(bot, 'imagine')}>" in await told(bot)


async def test_ids_that_are_not_known_are_asked_for_by_the_next_start(bot: WholeBot) -> None:
    await bot.stop()
    with closing(sqlite3.connect(bot.database)) as database, database:
        database.execute("DELETE FROM meta WHERE key LIKE 'commands:ids:%'")
    answer = bot.discord.faults.add(method="PUT", path=SYNCS, body=b"{}")
    await bot.start()
    assert answer.hits == 1
    said = await told(bot)
    assert "`/imagine`" in said
    assert "</imagine" not in said
    await bot.restart()
    assert f"</imagine:{id_of(bot, 'imagine')}>" in await told(bot)


def kept(bot: WholeBot, key: str) -> str | None:
    with closing(sqlite3.connect(bot.database, timeout=5)) as database:
        found = database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(found[0]) if found else None
