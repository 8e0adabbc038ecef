"""Reading what was said, and saying something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Permission
from bot.playground.discord.places import Overwrite
from tests.unit.playground_discord.wire import V2, gallery, text, v2

if TYPE_CHECKING:
    from bot.playground.discord import DiscordStandIn
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Told, Visitor


def words(told: Told) -> list[str]:
    return [each["content"] for each in told.body["messages"]]


async def test_the_newest_messages_come_oldest_first(
    discord: DiscordStandIn, mira: Visitor
) -> None:
    said = [discord.say(str(n)) for n in range(5)]
    newest = await mira.history(discord.world.channel, limit=2)
    assert (words(newest), newest.body["more"]) == (["3", "4"], True)
    older = await mira.history(discord.world.channel, limit=3, before=said[3].id)
    assert (words(older), older.body["more"]) == (["0", "1", "2"], False)
    none = await mira.history(discord.world.channel, before=said[0].id)
    assert (words(none), none.body["more"]) == ([], False)


async def test_fifty_messages_are_a_page(discord: DiscordStandIn, mira: Visitor) -> None:
    for n in range(51):
        discord.say(str(n))
    told = await mira.history(discord.world.channel)
    assert (len(words(told)), words(told)[0], told.body["more"]) == (50, "1", True)


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"limit": 0}, "limit: must be 1 to 100."),
        ({"limit": 101}, "limit: must be 1 to 100."),
        ({"limit": "x"}, "limit: must be 1 to 100."),
        ({"before": "x"}, "before: must be the id of a message."),
    ],
)
async def test_a_page_has_its_bounds(mira: Visitor, query: dict[str, object], refusal: str) -> None:
    told = await mira.history(mira.discord.world.channel, **query)
    assert told.refusal == (400, refusal)


async def test_a_channel_one_may_not_view_is_not_read(
    discord: DiscordStandIn, mira: Visitor, sami: Visitor
) -> None:
    discord.say("between us", channel=discord.world.mod_review)
    refused = await mira.history(discord.world.mod_review)
    assert refused.refusal == (403, "You may not view this channel.")
    assert words(await sami.history(discord.world.mod_review)) == ["between us"]


@pytest.mark.parametrize("channel", ["1", "x", "category"])
async def test_what_is_no_channel_is_not_read(mira: Visitor, channel: str) -> None:
    wanted = mira.discord.world.category.id if channel == "category" else channel
    told = await mira.get(f"/client/channels/{wanted}/messages")
    assert told.refusal == (404, "There is no such channel.")


async def test_without_the_right_to_history_there_is_none(
    discord: DiscordStandIn, mira: Visitor
) -> None:
    discord.say("long ago")
    deny = int(Permission.READ_MESSAGE_HISTORY)
    discord.world.channel.overwrites[discord.world.guild.id] = Overwrite(0, deny=deny)
    assert words(await mira.history(discord.world.channel)) == []


async def test_only_who_asked_reads_an_ephemeral_answer(
    robot: Robot, mira: Visitor, noor: Visitor, ada: Visitor
) -> None:
    await robot.wire.said(text("secret"), flags=V2 | 64)
    channel = mira.discord.world.channel
    assert [each["ephemeral"] for each in (await mira.history(channel)).body["messages"]] == [True]
    for other in (noor, ada):
        assert (await other.history(channel)).body["messages"] == []


async def test_pictures_of_a_message_have_an_address(robot: Robot, mira: Visitor) -> None:
    wire = robot.wire
    it = await wire.act()
    await wire.answer(it, 4, v2(gallery("a.png")), files={"a.png": b"x"})
    (message,) = (await mira.history(mira.discord.world.channel)).body["messages"]
    url = message["components"][0]["items"][0]["media"]["url"]
    async with mira.http.get(url) as answer:
        assert await answer.read() == b"x"


async def test_a_plain_message_lists_its_files(robot: Robot, mira: Visitor) -> None:
    it = await robot.wire.act()
    await robot.wire.answer(it, 4, {"content": "x"}, files={"a.png": b"x"})
    (message,) = (await mira.history(mira.discord.world.channel)).body["messages"]
    assert [each["filename"] for each in message["attachments"]] == ["a.png"]


async def test_what_one_says_is_an_ordinary_message(mira: Visitor) -> None:
    told = await mira.say("  <script> @everyone ")
    assert told.status == 200
    assert told.body["content"] == "<script> @everyone"
    assert told.body["author"]["username"] == "mira"
    assert (told.body["used"], told.body["edited"], told.body["revision"]) == (None, False, 1)
    assert (await mira.history(mira.discord.world.channel)).body["messages"] == [told.body]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("", "A message has 1 to 2000 characters."),
        (" \n ", "A message has 1 to 2000 characters."),
        ("x" * 2001, "A message has 1 to 2000 characters."),
        (None, "content: must be text."),
        (5, "content: must be text."),
        ("\ud800", "The request is not JSON."),
    ],
)
async def test_what_is_no_message_is_refused(mira: Visitor, content: object, refusal: str) -> None:
    assert (await mira.say(content)).refusal == (400, refusal)


@pytest.mark.parametrize(
    ("denied", "place"),
    [
        (Permission.SEND_MESSAGES, "channel"),
        (Permission.SEND_MESSAGES_IN_THREADS, "thread"),
    ],
)
async def test_speaking_is_a_right(mira: Visitor, denied: Permission, place: str) -> None:
    world = mira.discord.world
    for home in (world.channel, world.art):
        home.overwrites[world.guild.id] = Overwrite(0, deny=int(denied))
    other = world.thread if place == "channel" else world.channel
    assert (await mira.say("x", other)).status == 200
    refused = await mira.say("x", getattr(world, place))
    assert refused.refusal == (403, "You may not send messages in this channel.")


@pytest.mark.parametrize("body", ["[]", "{", "null", "[" * 100_000, "1" * 5000])
async def test_a_body_must_be_an_object(mira: Visitor, body: str) -> None:
    url = f"{mira.discord.origin}/client/interactions?as={mira.user.id}"
    kind = {"Content-Type": "application/json"}
    async with mira.http.post(url, data=body, headers=kind) as answer:
        assert answer.status == 400
        assert (await answer.json())["message"].startswith("The request is not")


async def test_a_body_has_a_largest_size(mira: Visitor) -> None:
    assert (await mira.say("x" * 300_000)).refusal == (400, "The request is larger than 256 KiB.")
