"""Reports over the wire: by the button and the menu, until the image is blurred, and once only."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.moderation import cards
from bot.playground.discord.component_kinds import Kind
from bot.playground.discord.faults import Plan
from bot.store.moderation import cards as card_rows
from tests.wire.elsewhere import CLEAR, holds_nothing_of, imagined, told
from tests.wire.pictures import unlabelled
from tests.wire.records import ask, change
from tests.wire.rows import rows, until
from tests.wire.test_details import REPORT, menu
from tests.wire.test_review import card_of
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.discord import Invocation, Message, User
    from tests.wire.whole_bot import WholeBot

WAVE = 5
"""Members who report at the same moment."""

BY_CHANNEL = r"^/channels/\d+/messages/\d+$"


def asked(bot: WholeBot, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Return what the database says, or do what is said to it."""
    return ask(bot.database, question, *values)


def happened(bot: WholeBot) -> list[tuple[int, str]]:
    """Return the entries of all cases: of which image, and what."""
    return asked(bot, "SELECT image, kind FROM entries WHERE case_id IS NOT NULL ORDER BY id")


async def made(bot: WholeBot, images: int = 1, **rules: Any) -> Message:  # noqa: ANN401 # any rule
    """Return a result of clear images that is over, where these rules hold."""
    if rules:
        await bot.policy("set", **rules)
    message = await imagined(bot, [CLEAR] * images)
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))
    return message


async def chosen(bot: WholeBot, which: Invocation, number: int | None, user: User) -> str:
    """Choose in the select of what to report, and return the answer."""
    select = next(it for it in which.shown.walk() if it["type"] == Kind.STRING_SELECT)
    end = "" if number is None else f":{number}"
    value = f"darkroom:report:{rows(bot.database)[0].id}{end}"
    picked = await bot.discord.choose(which.shown, select["custom_id"], [value], user=user)
    return await told(await picked.answered())


def members(bot: WholeBot, count: int) -> list[User]:
    """Let so many more members in."""
    world = bot.discord.world
    several = [world.add_user(f"member{number}") for number in range(count)]
    for user in several:
        world.join(world.guild, user)
    return several


async def answer(bot: WholeBot, message: Message, button: str, user: User) -> str:
    press = await bot.discord.press(message, button, user=user)
    return await told(await press.answered())


def batched(several: Sequence[User], size: int) -> list[Sequence[User]]:
    return [several[at : at + size] for at in range(0, len(several), size)]


async def until_blurred(bot: WholeBot, message: Message, number: int = 1) -> None:
    name = f"-{number}-blurred.jpg"
    await eventually(lambda: any(it.name.endswith(name) for it in message.pictures()), 30)
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))


async def approve(bot: WholeBot, number: int = 1) -> None:
    """Have an image shown again, in the database alone: the bot finds it."""
    await change(
        bot.database,
        "UPDATE images SET treatment = 'shown', file = job || ?, attachment_id = NULL,"
        " shown = false WHERE number = ?",
        f"-{number}.jpg",
        number,
    )
    await change(bot.database, "UPDATE jobs SET shown = false WHERE id NOT LIKE 'past%'")
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))


@pytest.mark.both_databases
async def test_enough_reports_blur_one_image_and_it_comes_back_untouched(bot: WholeBot) -> None:
    message, world = await made(bot, 2, reports_to_blur=2), bot.discord.world
    originals = await bot.originals(bot.novita.tasks[0])
    before = message.pictures()
    which = await bot.press(message, "report", user=world.member)
    assert which.ephemeral
    assert "case #1" in await chosen(bot, which, 1, world.member)
    assert "reported it before: case #1" in await chosen(bot, which, 1, world.member)
    assert [it.name for it in message.pictures()] == [it.name for it in before]
    by_menu = await menu(bot, REPORT, message, user=world.second_member)
    answer = await chosen(bot, by_menu, None, world.second_member)
    assert "Moderators will look at them: cases #1, #2" in answer
    await until_blurred(bot, message)
    after = message.pictures()
    assert after[1].attachment.id == before[1].attachment.id
    assert bot.discord.registry.file(before[0].attachment.id) is None
    assert holds_nothing_of([after[0].attachment.data], [originals[0]])
    assert "Image 1 was reported and is blurred." in message.text()
    assert happened(bot) == [
        (1, "reported"),
        (1, "reported"),
        (1, "blurred"),
        (2, "reported"),
    ]
    assert asked(bot, "SELECT shown, treatment FROM images ORDER BY number") == [
        (1, "blurred"),
        (1, "shown"),
    ]
    await bot.restart()
    await approve(bot)
    last = message.pictures()
    assert [it.name.rpartition("-")[2] for it in last] == ["1.jpg", "2.jpg"]
    assert unlabelled(last[0].data) == originals[0]
    assert last[1].attachment.id == before[1].attachment.id
    assert "reported" not in message.text()


async def test_a_raid_is_one_card_one_blur_and_an_answer_for_each(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_rows, "GATHER", timedelta(seconds=1))
    monkeypatch.setattr(cards, "GATHERED", 1.1)
    world = bot.discord.world
    message = await made(bot, 1, review_channel=world.mod_review)
    [original] = await bot.originals(bot.novita.tasks[0])
    raiders, edits = members(bot, 40), len(message.versions)
    button = message.button("report")["custom_id"]
    said: list[str] = []
    for wave in batched(raiders, WAVE):
        said += await asyncio.gather(*(answer(bot, message, button, user) for user in wave))
    assert all("A moderator will look at it: case #1." in words for words in said)
    await until_blurred(bot, message)
    kinds = [kind for _, kind in happened(bot)]
    assert (kinds.count("reported"), kinds.count("blurred")) == (40, 1)
    assert len(message.versions) == edits + 1
    assert asked(bot, "SELECT count(*) FROM originals WHERE kept") == [(1,)]
    [late] = members(bot, 1)
    card = await card_of(bot, world.mod_review)
    await eventually(lambda: "40 reports" in card.text(), 60)
    assert len(card.versions) < len(raiders)
    assert await card_of(bot, world.mod_review) is card
    await bot.press(card, "approve", user=world.moderator)
    await eventually(lambda: "blurred" not in "".join(it.name for it in message.pictures()), 30)
    assert unlabelled(message.pictures()[0].data) == original
    assert "already decided about it: case #1" in await answer(bot, message, button, late)
    assert kinds.count("reported") + 1 == [it for _, it in happened(bot)].count("reported")


AWAY = {
    "the edit": Plan(method="PATCH", path=BY_CHANNEL, status=503),
    "the message": Plan(method="GET", path=BY_CHANNEL, status=404, code=10008),
}


@pytest.mark.parametrize("what", AWAY)
async def test_with_discord_away_and_a_crash_nothing_stays_to_be_seen(
    bot: WholeBot, what: str
) -> None:
    message, world = await made(bot, reports_to_blur=1), bot.discord.world
    fault = bot.discord.faults.add(**(Plan(times=None) | AWAY[what]))
    press = await bot.press(message, "report", user=world.second_member)
    assert "case #1" in await told(press)
    await eventually(lambda: fault.hits)
    await bot.stop()
    bot.discord.faults.clear()
    await bot.start()
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))
    seen = [it.name.rpartition("-")[2] for it in message.pictures()]
    is_had = what == "the edit"
    assert seen == (["blurred.jpg"] if is_had else [])
    words = "was reported and is blurred" if is_had else "is held for a moderator"
    assert f"Image 1 {words}." in message.text()


async def test_what_cannot_be_reported_says_why(bot: WholeBot) -> None:
    world = bot.discord.world
    private = await bot.imagined(private=True)
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))
    assert "moderators don't look at private" in (await bot.press(private, "report")).text()
    message = await bot.imagined(prompt="another fox")
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))
    custom_id = message.button("report")["custom_id"]
    copy = bot.discord.registry.post(world.art.id, world.bot, message.now)
    by_copy = await menu(bot, REPORT, copy, user=world.second_member)
    assert "case #1" in await told(by_copy)
    await bot.press(message, "delete")
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))
    late = await bot.discord.press(copy, custom_id, user=world.moderator)
    assert "no image left to report here" in (await late.answered()).text()
    assert happened(bot) == [(1, "reported")]
