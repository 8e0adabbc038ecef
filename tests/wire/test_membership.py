"""Where no server's policy applies, nothing is made: the bot works in servers that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.client.discord_bot import NO_MEMBER
from bot.texts.say import say
from tests.wire.catalogue import catalogue_read
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


def foreign_channel(bot: WholeBot) -> Channel:
    """Make a server that the bot is not told of, as when it was added without the bot."""
    world = bot.discord.world
    return world.add_channel(world.add_guild("Another"), "general")


def told_otherwise(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch, change: Callable[[Payload], Payload]
) -> None:
    """Let the gateway tell of interactions as ``change`` says."""
    tell = bot.discord.gateway.dispatch

    async def dispatch(event: str, data: Payload, *, guild_id: int) -> None:
        told = change(data) if event == "INTERACTION_CREATE" else data
        await tell(event, told, guild_id=guild_id)

    monkeypatch.setattr(bot.discord.gateway, "dispatch", dispatch)


def by_member_alone(data: Payload) -> Payload:
    return data | {"authorizing_integration_owners": {"1": data["member"]["user"]["id"]}}


def by_both(data: Payload) -> Payload:
    owners = {"0": data["guild_id"], "1": data["member"]["user"]["id"]}
    return data | {"authorizing_integration_owners": owners}


def by_nobody_named(data: Payload) -> Payload:
    return {key: value for key, value in data.items() if key != "authorizing_integration_owners"}


async def test_a_command_where_the_bot_is_no_member_is_refused(bot: WholeBot) -> None:
    refused = await bot.imagine(channel=foreign_channel(bot))
    assert refused.ephemeral
    assert refused.text().startswith(say(NO_MEMBER))
    assert list(bot.novita.tasks) == []


async def test_a_command_that_a_member_brought_along_is_refused(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_otherwise(bot, monkeypatch, by_member_alone)
    refused = await bot.imagine()
    assert refused.ephemeral
    assert refused.text().startswith(say(NO_MEMBER))
    assert list(bot.novita.tasks) == []


async def test_nothing_is_completed_where_the_bot_is_no_member(bot: WholeBot) -> None:
    await catalogue_read(bot)
    assert await bot.discord.autocomplete("imagine", "model", "dream", options={"prompt": "x"})
    channel = foreign_channel(bot)
    options = {"prompt": "x"}
    offered = await bot.discord.autocomplete(
        "imagine", "model", "dream", options=options, channel=channel
    )
    assert offered == []


@pytest.mark.parametrize("change", [by_both, by_nobody_named])
async def test_what_the_server_has_installed_too_is_served(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch, change: Callable[[Payload], Payload]
) -> None:
    told_otherwise(bot, monkeypatch, change)
    assert len((await bot.imagined()).pictures()) == 1


async def test_a_server_that_is_unavailable_counts(bot: WholeBot) -> None:
    guild = bot.discord.world.guild
    away = {"id": str(guild.id), "unavailable": True}
    await bot.discord.gateway.dispatch("GUILD_DELETE", away, guild_id=guild.id)
    assert say(NO_MEMBER) not in (await bot.imagine()).text()


async def test_a_server_that_threw_the_bot_out_does_not(bot: WholeBot) -> None:
    guild = bot.discord.world.guild
    gone = {"id": str(guild.id)}
    await bot.discord.gateway.dispatch("GUILD_DELETE", gone, guild_id=guild.id)
    assert (await bot.imagine()).text().startswith(say(NO_MEMBER))
