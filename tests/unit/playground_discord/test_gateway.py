"""A gateway connection from hello to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.playground.discord.snowflakes import shard_of
from tests.unit.playground_discord.wire import DRAW, Gateway, connected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.discord import DiscordStandIn
    from bot.playground.discord.gateway import How


@pytest.fixture
async def gateway(discord: DiscordStandIn, http: aiohttp.ClientSession) -> AsyncIterator[Gateway]:
    discord.commands.overwrite(0, [DRAW])
    async with connected(discord, http) as client:
        yield client


async def test_ready_is_followed_by_the_guilds(gateway: Gateway, discord: DiscordStandIn) -> None:
    ready = await gateway.identify()
    assert ready["s"] == 1
    assert ready["d"]["guilds"] == [{"id": str(discord.world.guild.id), "unavailable": True}]
    assert ready["d"]["resume_gateway_url"] == discord.gateway_url
    guild = (await gateway.event("GUILD_CREATE"))["d"]
    rooms = ["rooms", "general", "art", "late-night", "mod-review"]
    assert [each["name"] for each in guild["channels"]] == rooms
    assert [each["name"] for each in guild["threads"]] == ["fox-studies"]
    assert discord.gateway.identifies == [(0, 1)]


async def test_a_heartbeat_is_acknowledged(gateway: Gateway) -> None:
    await gateway.send(1, None)
    assert (await gateway.next())["op"] == 11


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"shard": [1, 1]}, 4010),
        ({"intents": None}, 4013),
        ({"intents": 1 << 30}, 4013),
        ({"intents": 1 | 1 << 15}, 4014),
    ],
)
async def test_a_bad_identify_closes(gateway: Gateway, about: dict[str, object], code: int) -> None:
    await gateway.send(2, {"token": gateway.token, "intents": 1, "shard": [0, 1], **about})
    assert await gateway.close_code() == code


@pytest.mark.parametrize(
    ("frame", "code"), [("{", 4002), ('{"op": 99}', 4001), ('{"op": 3}', 4003)]
)
async def test_a_bad_frame_closes(gateway: Gateway, frame: str, code: int) -> None:
    await gateway.socket.send_str(frame)
    assert await gateway.close_code() == code


async def test_a_second_identify_closes(gateway: Gateway) -> None:
    await gateway.identify()
    await gateway.send(2, {"token": gateway.token, "intents": 1})
    assert await gateway.close_code() == 4005


@pytest.mark.parametrize(
    ("how", "frame"),
    [
        ("reconnect", {"op": 7, "d": None}),
        ("invalid", {"op": 9, "d": False}),
        ("resumable", {"op": 9, "d": True}),
    ],
)
async def test_a_client_is_told_to_come_again(
    gateway: Gateway, discord: DiscordStandIn, how: How, frame: dict[str, object]
) -> None:
    await gateway.identify()
    await gateway.event("GUILD_CREATE")
    await discord.disconnect_gateway(how)
    assert await gateway.next() == frame


async def test_what_was_missed_is_replayed(
    gateway: Gateway, discord: DiscordStandIn, http: aiohttp.ClientSession
) -> None:
    ready = await gateway.identify()
    last = (await gateway.event("GUILD_CREATE"))["s"]
    await discord.disconnect_gateway("drop")
    missed = await discord.slash("draw")
    async with connected(discord, http) as again:
        session = {"token": gateway.token, "session_id": ready["d"]["session_id"], "seq": last}
        await again.send(6, session)
        event = await again.next()
        assert (event["t"], event["d"]["id"], event["s"]) == (
            "INTERACTION_CREATE",
            str(missed.id),
            last + 1,
        )
        assert (await again.next())["t"] == "RESUMED"
    assert (discord.gateway.resumes, len(discord.gateway.identifies)) == (1, 1)


async def test_an_unknown_session_cannot_be_resumed(gateway: Gateway) -> None:
    await gateway.send(6, {"token": gateway.token, "session_id": "other", "seq": 1})
    assert await gateway.next() == {"op": 9, "d": False}


@pytest.mark.parametrize(("code", "resumable"), [(1000, False), (4000, True)])
async def test_a_client_that_says_goodbye_gives_its_session_up(
    gateway: Gateway, discord: DiscordStandIn, code: int, resumable: bool
) -> None:
    await gateway.identify()
    await gateway.socket.close(code=code)
    await discord.until(lambda: not discord.gateway.is_connected(), timeout=5)
    assert bool(discord.gateway.sessions()) is resumable


async def test_a_new_session_takes_its_shard_over(
    gateway: Gateway, discord: DiscordStandIn, http: aiohttp.ClientSession
) -> None:
    await gateway.identify()
    async with connected(discord, http) as again:
        ready = await again.identify()
        assert [each.id for each in discord.gateway.sessions()] == [ready["d"]["session_id"]]


async def test_a_zombie_neither_acknowledges_nor_tells(
    gateway: Gateway, discord: DiscordStandIn
) -> None:
    await gateway.identify()
    await gateway.event("GUILD_CREATE")
    await discord.disconnect_gateway("zombie")
    await gateway.send(1, None)
    await discord.slash("draw")
    with pytest.raises(TimeoutError):
        await gateway.socket.receive(timeout=0.05)


async def test_without_a_listener_nothing_can_be_done(discord: DiscordStandIn) -> None:
    discord.commands.overwrite(0, [DRAW])
    with pytest.raises(LookupError, match="no session hears"):
        await discord.slash("draw")


async def test_a_gateway_that_is_down_refuses_connections(
    discord: DiscordStandIn, http: aiohttp.ClientSession
) -> None:
    discord.gateway.accepting = False
    with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
        await http.ws_connect(discord.gateway_url)


async def test_events_go_to_the_shard_of_their_guild(
    discord: DiscordStandIn, http: aiohttp.ClientSession
) -> None:
    guild = discord.world.add_guild("Other", guild_id=discord.world.guild.id + (1 << 22))
    channel = discord.world.add_channel(guild, "general")
    discord.commands.overwrite(0, [DRAW])
    mine = shard_of(guild.id, 2)
    async with connected(discord, http) as here, connected(discord, http) as there:
        await here.identify(shard=[mine, 2])
        ready = await there.identify(shard=[1 - mine, 2])
        assert ready["d"]["guilds"][0]["id"] == str(discord.world.guild.id)
        await there.event("GUILD_CREATE")
        it = await discord.slash("draw", channel=channel)
        assert (await here.event("INTERACTION_CREATE"))["d"]["id"] == str(it.id)
        await there.send(1, None)
        assert (await there.next())["op"] == 11


async def test_an_interaction_carries_all_that_bots_read(
    gateway: Gateway, discord: DiscordStandIn
) -> None:
    await gateway.identify()
    it = await discord.slash("draw", user=discord.world.moderator)
    told = (await gateway.event("INTERACTION_CREATE"))["d"]
    assert told["token"] == it.token
    assert told["channel"]["id"] == str(discord.world.channel.id)
    assert told["context"] == 0
    assert told["attachment_size_limit"] == 10 * 1024 * 1024
    assert int(told["member"]["permissions"]) & (1 << 13)
    assert int(told["app_permissions"]) & (1 << 15)
    assert told["authorizing_integration_owners"] == {"0": str(discord.world.guild.id)}


async def test_a_press_tells_the_message_even_of_a_button_it_lacks(
    gateway: Gateway, discord: DiscordStandIn
) -> None:
    await gateway.identify()
    message = discord.say("hello", channel=discord.world.thread)
    await discord.press(message, "forged", user=discord.world.second_member)
    told = (await gateway.event("INTERACTION_CREATE"))["d"]
    assert (told["type"], told["data"]["custom_id"]) == (3, "forged")
    assert told["message"]["id"] == str(message.id)
    assert told["channel"]["id"] == str(discord.world.thread.id)
    assert told["member"]["user"]["id"] == str(discord.world.second_member.id)


async def test_a_choice_tells_its_values(gateway: Gateway, discord: DiscordStandIn) -> None:
    await gateway.identify()
    await discord.choose(discord.say("hello"), "pick", ["a"])
    told = (await gateway.event("INTERACTION_CREATE"))["d"]["data"]
    assert (told["component_type"], told["values"]) == (3, ["a"])


async def test_a_message_command_brings_its_message(
    gateway: Gateway, discord: DiscordStandIn
) -> None:
    await gateway.identify()
    discord.commands.overwrite(0, [{"name": "Report image", "type": 3}])
    message = discord.say("hello", discord.hand("fox.png", b"fox"))
    await discord.menu("Report image", message)
    told = (await gateway.event("INTERACTION_CREATE"))["d"]["data"]
    assert told["target_id"] == str(message.id)
    # Of this message the bot may read everything, whoever wrote it.
    assert list(told["resolved"]["messages"]) == [str(message.id)]
    shown = told["resolved"]["messages"][str(message.id)]
    assert shown["content"] == "hello"
    assert [it["filename"] for it in shown["attachments"]] == ["fox.png"]


async def test_a_file_of_an_option_is_told_of(gateway: Gateway, discord: DiscordStandIn) -> None:
    await gateway.identify()
    option = {"name": "image", "description": "x", "type": 11}
    discord.commands.overwrite(0, [{"name": "draw", "description": "x", "options": [option]}])
    handed = discord.hand("fox 1.png", b"fox")
    await discord.slash("draw", {"image": handed})
    told = (await gateway.event("INTERACTION_CREATE"))["d"]["data"]
    assert told["options"] == [{"name": "image", "type": 11, "value": str(handed.id)}]
    file = told["resolved"]["attachments"][str(handed.id)]
    assert (file["filename"], file["size"], file["ephemeral"]) == ("fox_1.png", 3, True)


async def test_changes_of_places_are_told(gateway: Gateway, discord: DiscordStandIn) -> None:
    await gateway.identify()
    guild = await discord.keeper.add_guild("Other")
    assert (await gateway.event("GUILD_CREATE"))["d"]["id"] == str(discord.world.guild.id)
    assert (await gateway.event("GUILD_CREATE"))["d"]["id"] == str(guild.id)
    channel = await discord.keeper.add_channel(guild, "new")
    assert (await gateway.event("CHANNEL_CREATE"))["d"]["id"] == str(channel.id)
    await discord.keeper.mark_adult(channel)
    assert (await gateway.event("CHANNEL_UPDATE"))["d"]["nsfw"] is True
    await discord.keeper.remove_channel(channel)
    assert (await gateway.event("CHANNEL_DELETE"))["d"]["id"] == str(channel.id)
    await discord.keeper.remove_guild(guild)
    assert (await gateway.event("GUILD_DELETE"))["d"]["id"] == str(guild.id)
