"""What the gateway tells late, in part, or in a way that nobody expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.playground_discord.wire import DRAW, Gateway, Wire, connected, text, v2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from bot.playground.discord import DiscordStandIn, Guild


@pytest.fixture
async def gateway(discord: DiscordStandIn, http: aiohttp.ClientSession) -> AsyncIterator[Gateway]:
    discord.commands.overwrite(0, [DRAW])
    async with connected(discord, http) as client:
        yield client


@pytest.fixture
def elsewhere(discord: DiscordStandIn) -> Guild:
    """A guild with a channel, but without the bot."""
    guild = discord.world.add_foreign_guild("Elsewhere")
    discord.world.add_channel(guild, "lounge")
    return guild


async def test_a_guild_can_be_withheld(gateway: Gateway, discord: DiscordStandIn) -> None:
    guild = discord.world.guild
    discord.gateway.withhold(guild)
    ready = await gateway.identify()
    assert ready["d"]["guilds"] == [{"id": str(guild.id), "unavailable": True}]
    await discord.slash("draw")
    assert (await gateway.next())["t"] == "INTERACTION_CREATE"
    await discord.gateway.release(guild)
    told = await gateway.next()
    assert (told["t"], told["d"]["id"]) == ("GUILD_CREATE", str(guild.id))


async def test_what_was_released_is_told_to_the_next_session_at_once(
    gateway: Gateway, discord: DiscordStandIn
) -> None:
    discord.gateway.withhold(discord.world.guild)
    await discord.gateway.release(discord.world.guild)
    await gateway.identify()
    assert (await gateway.next())["t"] == "GUILD_CREATE"


@pytest.mark.parametrize("data", [{"id": "x"}, [], None, "words"])
async def test_an_event_can_be_anything(
    gateway: Gateway, discord: DiscordStandIn, data: object
) -> None:
    await gateway.identify()
    await discord.gateway.tell_raw("CHANNEL_PINS_UPDATE", data)
    assert (await gateway.event("CHANNEL_PINS_UPDATE"))["d"] == data


async def test_an_interaction_can_lack_its_channel(
    gateway: Gateway, discord: DiscordStandIn
) -> None:
    await gateway.identify()
    await discord.slash("draw", without_channel=True)
    told = (await gateway.event("INTERACTION_CREATE"))["d"]
    assert "channel" not in told
    assert told["channel_id"] == str(discord.world.channel.id)
    assert told["guild_id"] == str(discord.world.guild.id)


async def test_a_user_brings_the_application_where_the_bot_is_not(
    gateway: Gateway, discord: DiscordStandIn, elsewhere: Guild
) -> None:
    ready = await gateway.identify()
    assert [each["id"] for each in ready["d"]["guilds"]] == [str(discord.world.guild.id)]
    (channel,) = elsewhere.channels.values()
    await discord.slash("draw", channel=channel)
    told = (await gateway.event("INTERACTION_CREATE"))["d"]
    assert told["authorizing_integration_owners"] == {"1": str(discord.world.member.id)}
    assert (told["guild_id"], told["context"]) == (str(elsewhere.id), 0)
    assert told["app_permissions"] == told["member"]["permissions"]


async def test_there_the_bot_answers_by_token_alone(wire: Wire, elsewhere: Guild) -> None:
    (channel,) = elsewhere.channels.values()
    wire.discord.commands.overwrite(0, [DRAW])
    it = await wire.discord.slash("draw", channel=channel)
    assert (await wire.answer(it, 4, v2(text("one")))).status == 200
    assert (await wire.edit(it, v2(text("two")))).status == 200
    assert it.text() == "two"
    path = f"/channels/{channel.id}/messages/{it.shown.id}"
    assert (await wire.call("PATCH", path, v2(text("three")))).refusal == (403, 50001)
    assert (await wire.call("GET", f"/channels/{channel.id}")).refusal == (403, 50001)
