"""What a client hears while it listens."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.playground.discord import DiscordStandIn, Permission
from bot.playground.discord.messages import Version
from tests.unit.playground_discord.wire import DRAW, V2, text, v2

if TYPE_CHECKING:
    import aiohttp
    import pytest

    from bot.playground.discord import Message
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Visitor

MANY = 500


async def test_a_message_is_told_with_each_of_its_changes(robot: Robot, noor: Visitor) -> None:
    wire = robot.wire
    async with noor.live() as live:
        it = await wire.act()
        await wire.answer(it, 5)
        thinking = await live.next("message")
        await wire.edit(it, v2(text("a fox")))
        done = await live.next("message")
        await wire.edit(it, v2(text("two foxes")))
        edited = await live.next("message")
    assert [each["id"] for each in (thinking, done, edited)] == [str(it.shown.id)] * 3
    assert [each["revision"] for each in (thinking, done, edited)] == [1, 2, 3]
    assert [each["loading"] for each in (thinking, done, edited)] == [True, False, False]
    assert [each["edited"] for each in (thinking, done, edited)] == [False, False, True]
    assert edited["components"][0]["content"] == "two foxes"
    assert edited["used"] == {
        "user": {"id": str(noor.discord.world.member.id), "name": "mira"},
        "command": "draw",
    }


async def test_a_deleted_message_is_gone(discord: DiscordStandIn, mira: Visitor) -> None:
    message = discord.say("hello")
    async with mira.live() as live:
        await live.next("ready")
        discord.keeper.remove_message(message)
        gone = await live.next("gone")
    assert gone == {"id": str(message.id), "channel_id": str(message.channel_id)}


async def test_what_only_one_may_see_is_told_only_to_them(
    robot: Robot, mira: Visitor, noor: Visitor, ada: Visitor
) -> None:
    mira.discord.commands.overwrite(0, [DRAW])
    async with mira.live() as mine, noor.live() as hers, ada.live() as staff:
        for live in (mine, hers, staff):
            await live.next("ready")
        secret = await robot.wire.said(text("secret"), flags=V2 | 64)
        told = await mine.frame()
        assert (told["t"], told["d"]["ephemeral"]) == ("message", True)
        mira.discord.keeper.remove_message(secret)
        assert (await mine.frame())["t"] == "gone"
        mira.discord.say("after it")
        for live in (hers, staff):
            assert (await live.frame())["d"]["content"] == "after it"


async def test_what_is_said_out_of_sight_is_not_told(
    discord: DiscordStandIn, mira: Visitor, sami: Visitor
) -> None:
    async with mira.live() as member, sami.live() as moderator:
        await member.next("ready")
        await moderator.next("ready")
        discord.say("between us", channel=discord.world.mod_review, user=discord.world.moderator)
        assert (await moderator.frame())["d"]["content"] == "between us"
        discord.say("to all")
        assert (await member.frame())["d"]["content"] == "to all"


async def test_two_tabs_hear_the_same(discord: DiscordStandIn, mira: Visitor) -> None:
    async with mira.live() as one, mira.live() as other:
        discord.say("hello")
        assert await one.next("message") == await other.next("message")
        assert len(discord.live) == 2
    await discord.until(lambda: len(discord.live) == 0, timeout=5)
    assert not discord.registry.watchers


async def test_a_client_is_told_when_the_world_changes(
    discord: DiscordStandIn, mira: Visitor
) -> None:
    async with mira.live() as live:
        assert (await live.next("ready"))["commands"] == []
        discord.commands.overwrite(0, [DRAW])
        assert [each["name"] for each in (await live.next("ready"))["commands"]] == ["draw"]
        await discord.keeper.add_channel(discord.world.guild, "foyer")
        assert (await live.next("ready"))["channels"][0]["name"] == "foyer"
        await discord.keeper.mark_adult(discord.world.channel)
        assert (await live.next("ready"))["channels"][2]["nsfw"] is True


async def test_a_client_is_told_when_the_bot_comes_and_goes(
    discord: DiscordStandIn, mira: Visitor, http: aiohttp.ClientSession
) -> None:
    async with mira.live() as live:
        assert (await live.next("ready"))["listening"] is False
        socket = await http.ws_connect(discord.gateway_url)
        about = {"token": discord.token, "intents": 1, "shard": [0, 1]}
        await socket.send_json({"op": 2, "d": about})
        assert (await live.next("ready"))["listening"] is True
        await socket.close()
        assert (await live.next("ready"))["listening"] is False


async def test_whoever_comes_back_reads_what_was_missed(
    discord: DiscordStandIn, mira: Visitor
) -> None:
    async with mira.live() as live:
        await live.next("ready")
    discord.say("while you were away")
    async with mira.live() as live:
        await live.next("ready")
        told = (await mira.history(discord.world.channel)).body["messages"]
        discord.say("now")
        assert (await live.next("message"))["content"] == "now"
    assert [each["content"] for each in told] == ["while you were away"]


async def test_five_hundred_messages_reach_every_tab_in_their_last_state(
    discord: DiscordStandIn, mira: Visitor, noor: Visitor
) -> None:
    async with mira.live() as one, noor.live() as other:
        await one.next("ready")
        await other.next("ready")
        messages = [discord.say(f"draft {n}") for n in range(MANY)]
        for n, message in enumerate(messages):
            content = f"final {n}"
            discord.registry.edit(message, Version(sent={}, content=content))
        for live in (one, other):
            heard = [await live.next("message") for _ in messages]
            assert [each["content"] for each in heard] == [f"final {n}" for n in range(MANY)]


async def test_a_tab_that_does_not_read_is_cut_off(discord: DiscordStandIn) -> None:
    discord.live.patience = 0.05
    port = int(discord.origin.rsplit(":", 1)[1])
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    writer.write(_handshake(port, discord.world.member.id))
    try:
        assert b"101" in await reader.readline()
        await discord.until(lambda: len(discord.live) == 1, timeout=5)
        async with asyncio.timeout(10):
            while discord.live:
                _say_much(discord)
                await asyncio.sleep(0)
    finally:
        writer.transport.abort()


def _say_much(discord: DiscordStandIn) -> Message:
    return discord.say("x" * 1_000_000)


def _handshake(port: int, user_id: int) -> bytes:
    lines = (
        f"GET /client/live?as={user_id} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "",
        "",
    )
    return "\r\n".join(lines).encode()


async def test_the_end_of_the_stand_in_ends_every_tab_at_once(
    http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    async with DiscordStandIn() as discord:
        socket = await http.ws_connect(f"{discord.origin}/client/live?as={discord.world.admin.id}")
        await socket.receive_json(timeout=5)
        started = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - started < 0.4
    await socket.close()
    assert not caplog.records


async def test_a_hidden_channel_leaves_the_list(discord: DiscordStandIn, mira: Visitor) -> None:
    async with mira.live() as live:
        await live.next("ready")
        discord.world._hide_from_members(discord.world.art)
        await discord.keeper.mark_adult(discord.world.art)
        shown = (await live.next("ready"))["channels"]
    assert "art" not in {each["name"] for each in shown}
    assert int(shown[0]["permissions"]) & Permission.VIEW_CHANNEL


async def test_a_chatty_client_is_not_listened_to(discord: DiscordStandIn, mira: Visitor) -> None:
    async with mira.live() as live:
        await live.next("ready")
        await live.socket.send_str('{"t":"message"}')
        discord.say("still here")
        assert (await live.next("message"))["content"] == "still here"
