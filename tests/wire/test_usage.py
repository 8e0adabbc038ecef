"""/usage over the wire: a member's own, and a server's for its moderators."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from typing import TYPE_CHECKING, Any

from PIL import Image

from bot.charts import drawer
from bot.playground.discord.component_kinds import Kind
from tests.wire.rows import until

if TYPE_CHECKING:
    import pytest

    from bot.playground.discord import Invocation, Message, User
    from tests.wire.whole_bot import WholeBot

FLAGGED = {"valid": True, "confidence": 99.0}


async def usage(bot: WholeBot, user: User | None = None, **options: Any) -> Invocation:  # noqa: ANN401 - any option
    asked = await bot.discord.slash("usage", options, user=user or bot.discord.world.member)
    answer = await asked.answered()
    assert answer.ephemeral
    return answer


async def shown(bot: WholeBot, **options: Any) -> Message:  # noqa: ANN401 - any option
    """Ask as a moderator; return the answer with its file."""
    answer = await usage(bot, bot.discord.world.moderator, **options)
    return await answer.final()


def rows(message: Message) -> list[dict[str, str]]:
    (file,) = message.now.attachments
    assert file.name.endswith(".csv")
    assert [it["type"] for it in message.walk()].count(Kind.FILE) == 1
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))


async def made(bot: WholeBot, **options: Any) -> None:  # noqa: ANN401 - any option
    """Have images made, and counted: the row says it a moment after the message."""
    await bot.imagined(**options)
    await until(bot.database, lambda jobs: all(job.state == "delivered" for job in jobs))


async def test_a_member_is_told_what_is_left_and_when_it_returns(bot: WholeBot) -> None:
    before = (await usage(bot)).text()
    assert "Images: **0**. Requests: **0**." in before
    assert "no daily limit" in before
    assert "days:30" not in before
    await bot.policy("set", daily_images=4, cooldown_seconds=600)
    await made(bot, images=3)
    told = (await usage(bot)).text()
    assert "Images: **3**. Requests: **1**." in told
    assert re.search(r"\*\*1\*\* of 4 images a day left here\. .* <t:\d+:R>", told)
    assert re.search(r"600 s\. You can generate again <t:\d+:R>", told)
    assert "**0** of at most 10" in told
    other = await usage(bot, bot.discord.world.moderator)
    assert "**4** of 4 images a day left here." in other.text()
    assert "600 s. You can generate now." in other.text()
    assert "days:30" in other.text()
    refused = await usage(bot, days=7)
    assert "Manage Server, Manage Messages" in refused.text()
    forged = [await usage(bot, theme="purple"), await usage(bot, format="purple")]
    assert ["dark, light;" in forged[0].text(), "picture, csv;" in forged[1].text()] == [True, True]
    beyond = [await usage(bot, bot.discord.world.admin, days=days) for days in (0, 401, 10**12)]
    assert ["between 1 and 400" in it.text() for it in beyond] == [True, True, True]


async def test_moderators_see_the_server_as_a_picture_and_as_a_table(bot: WholeBot) -> None:
    nothing = await shown(bot, days=1)
    assert "Nothing was generated" in nothing.text()
    assert nothing.now.attachments == ()
    await made(bot, images=2)
    bot.novita.knobs.nsfw_result = FLAGGED
    await made(bot, user=bot.discord.world.second_member)
    message = await shown(bot, days=400, theme="light")
    assert "Images: **3** (clear: 2, flagged: 1, unchecked: 0)." in message.text()
    assert "`dreamshaper_8_93211` 3" in message.text()
    (picture,) = message.pictures()
    assert "images per week" in picture.alt
    assert "clear: 2, flagged: 1" in picture.alt
    with Image.open(io.BytesIO(picture.data)) as image:
        image.load()
        assert image.format == "PNG"
        assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
    table = rows(await shown(bot, format="csv"))
    assert [(it["model"], it["images"], it["clear"], it["flagged"]) for it in table] == [
        ("dreamshaper_8_93211.safetensors", "3", "2", "1")
    ]
    alone = await shown(bot, member=bot.discord.world.second_member, format="csv")
    assert [it["images"] for it in rows(alone)] == ["1"]
    assert str(bot.discord.world.second_member.id) in alone.text()


async def test_without_a_picture_there_are_words_and_a_table(
    idle: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawer, "find_spec", lambda name: None)
    await idle.start()
    await made(idle)
    message = await shown(idle, days=30)
    assert "extra `charts`" in message.text()
    assert "Images: **1**" in message.text()
    assert len(rows(message)) == 1


async def test_what_takes_long_is_said_to_be_coming_and_ends_with_the_bot(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await made(bot)
    assert bot.app is not None
    begun, ended = asyncio.Event(), asyncio.Event()

    async def drawing(*_: object) -> bytes:
        begun.set()
        await ended.wait()
        raise drawer.ChartError("it hangs")

    monkeypatch.setattr(drawer.Drawer, "draw", drawing)
    answer = await usage(bot, bot.discord.world.moderator, days=30)
    async with asyncio.timeout(30):
        await begun.wait()
    assert answer.response_time < 3
    assert answer.shown.is_loading
    ended.set()
    message = await answer.final()
    assert "couldn't be drawn" in message.text()
    assert len(rows(message)) == 1
