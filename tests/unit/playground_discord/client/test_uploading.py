"""Files that a client hands over: for a message, or for an option."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from bot.playground.discord.handed import MOST
from tests.unit.playground_discord.client.commands import ALL, FOX, HIRES
from tests.unit.playground_discord.client.visitor import Told, option

if TYPE_CHECKING:
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Visitor


async def hand(visitor: Visitor, data: bytes, name: str = "fox.png") -> Told:
    url = f"{visitor.discord.origin}/client/attachments"
    params = {"as": str(visitor.user.id), "name": name}
    headers = {"Content-Type": "application/octet-stream"}
    async with visitor.http.post(url, params=params, data=BytesIO(data), headers=headers) as answer:
        return Told(answer.status, await answer.json())


async def say(visitor: Visitor, content: str, attachments: object) -> Told:
    path = f"/client/channels/{visitor.discord.world.channel.id}/messages"
    return await visitor.post(path, {"content": content, "attachments": attachments})


async def test_a_file_goes_out_with_words_or_alone(mira: Visitor) -> None:
    for words in ("look", ""):
        handed = await hand(mira, b"fox")
        told = await say(mira, words, [handed.body["id"]])
        (file,) = told.body["attachments"]
        assert (told.body["content"], file["filename"], file["size"]) == (words, "fox.png", 3)
        async with mira.http.get(file["url"]) as answer:
            assert await answer.read() == b"fox"


async def test_a_file_is_the_value_of_an_option(robot: Robot, mira: Visitor) -> None:
    mira.discord.commands.overwrite(0, ALL)
    handed = await hand(mira, b"fox")
    asking = mira.use(
        "draw", FOX, HIRES | {"value": False}, option(11, "picture", handed.body["id"])
    )
    heard, told = await robot.answers(asking, 4, {"content": "done"})
    assert told.status == 200
    file = heard["data"]["resolved"]["attachments"][handed.body["id"]]
    assert (file["filename"], file["size"]) == ("fox.png", 3)


@pytest.mark.parametrize("attachments", ["1", ["1"], [1], [None], ["1"] * 11])
async def test_what_nobody_handed_over_is_not_sent(mira: Visitor, attachments: object) -> None:
    status, words = (await say(mira, "look", attachments)).refusal
    assert status == 400
    assert words.startswith("attachments: ")


async def test_what_somebody_else_handed_over_is_not_mine(mira: Visitor, noor: Visitor) -> None:
    handed = await hand(noor, b"fox")
    assert (await say(mira, "look", [handed.body["id"]])).status == 400


async def test_a_file_has_its_bounds(mira: Visitor) -> None:
    assert (await hand(mira, b"")).refusal == (400, "The file is empty.")
    most = mira.discord.world.guild.attachment_size_limit
    assert (await hand(mira, bytes(most + 1))).status == 400
    assert (await hand(mira, bytes(most))).status == 200


async def test_the_oldest_are_forgotten(mira: Visitor) -> None:
    first = await hand(mira, b"fox")
    for _ in range(MOST):
        await hand(mira, b"fox")
    assert (await say(mira, "look", [first.body["id"]])).status == 400
