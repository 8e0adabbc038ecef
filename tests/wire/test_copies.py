"""Copies over the wire: what is taken away is taken away wherever it was shown once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.elsewhere import CLEAR, direct, imagined, numbers_of, sent, told
from tests.wire.test_review import card_of, done, pressed, until_shown
from tests.wire.test_showing import asked, history, pictured, shown
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from tests.wire.whole_bot import WholeBot

FOLLOWUPS = r"^/webhooks/\d+/[^/]+$"


def copies(bot: WholeBot) -> list[tuple[str, str, int | None]]:
    return done(bot, "SELECT kind, numbers, message_id FROM copies ORDER BY begun_at")


def own(bot: WholeBot) -> list[Message]:
    """Return the pictures in the member's direct messages, which outcomes are told in too."""
    return [it for it in direct(bot) if it.pictures()]


def standing(messages: list[Message]) -> list[list[int]]:
    return [numbers_of(it) for it in messages]


async def reported(bot: WholeBot, message: Message, number: int) -> None:
    """Report one of several images as the second member."""
    user = bot.discord.world.second_member
    which = await bot.press(message, "report", user=user)
    [select] = [it for it in which.shown.walk() if it.get("options")]
    [value] = [it["value"] for it in select["options"] if it["value"].endswith(f":{number}")]
    picked = await bot.discord.choose(which.shown, select["custom_id"], [value], user=user)
    await told(await picked.answered())


async def test_what_is_removed_blurred_or_deleted_goes_wherever_it_was_shown(
    bot: WholeBot,
) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review, reports_to_blur=9)
    message = await imagined(bot, [CLEAR, CLEAR, CLEAR])
    for number in (1, 2, 3):
        await shown(bot, message, world.art, number)
        await sent(bot, message, number)
    mine = own(bot)
    assert standing(pictured(bot, world.art)) == standing(mine) == [[1], [2], [3]]
    assert [(kind, numbers) for kind, numbers, _ in copies(bot)] == [
        (kind, str(number)) for number in (1, 2, 3) for kind in ("shown", "sent")
    ]
    there = {it.id for it in (*mine, *pictured(bot, world.art))}
    await eventually(lambda: {sent for *_, sent in copies(bot)} == there)
    await bot.restart()
    await until_shown(bot)
    await reported(bot, message, 2)
    card = await card_of(bot, world.mod_review)
    assert standing(pictured(bot, world.art)) == [[1], [2], [3]]
    await pressed(bot, card, "remove")
    await eventually(lambda: standing(pictured(bot, world.art)) == [[1], [3]], 20)
    await eventually(lambda: standing(own(bot)) == [[1], [3]], 20)
    await bot.policy("set", reports_to_blur=1)
    await reported(bot, message, 3)
    await eventually(lambda: standing(pictured(bot, world.art)) == [[1]], 20)
    await eventually(lambda: standing(own(bot)) == [[1]], 20)
    await eventually(lambda: len(copies(bot)) == 2)
    await until_shown(bot)
    await bot.press(message, "delete")
    await eventually(lambda: pictured(bot, world.art) == own(bot) == [], 20)
    await eventually(lambda: copies(bot) == [])


async def test_a_copy_that_no_answer_told_of_is_found_and_one_that_is_hidden_waits(
    bot: WholeBot,
) -> None:
    world, faults = bot.discord.world, bot.discord.faults
    message = await imagined(bot, [CLEAR])
    # Two that are there, of which one answer was lost, and one that Discord refused.
    await shown(bot, message, world.art)
    listing = await history(bot, world.art)
    faults.add(method="POST", path=FOLLOWUPS, drop="after")
    lost = await asked(bot, listing, message)
    await lost.until(lambda: len(lost.followups) == 2, timeout=20)
    faults.add(method="POST", path=FOLLOWUPS, status=403, code=50013)
    refused = await asked(bot, listing, message)
    await refused.until(lambda: refused.followups, timeout=20)
    assert len(pictured(bot, world.art)) == 2
    assert [sent is None for *_, sent in copies(bot)] == [False, True]
    # Nobody says more: it is looked for, and noted.
    await bot.stop()
    done(bot, "UPDATE copies SET due_at = 1 WHERE due_at IS NOT NULL")
    await bot.start()
    both = {it.id for it in pictured(bot, world.art)}
    await eventually(lambda: {sent for *_, sent in copies(bot)} == both, 20)
    assert done(bot, "SELECT count(*) FROM copies WHERE due_at IS NOT NULL") == [(0,)]
    # We may not go there when it is deleted; when we may, they go. One is gone by itself.
    first, _ = pictured(bot, world.art)
    rights = world.bot_permissions(world.art)
    await bot.discord.keeper.permit_bot(world.art, 0)
    await bot.press(message, "delete")
    path = rf"^/channels/{world.art.id}/messages/\d+$"
    await eventually(lambda: len(bot.discord.requests.find("DELETE", path, status=403)) == 2, 20)
    bot.discord.keeper.remove_message(first)
    await bot.discord.keeper.permit_bot(world.art, rights)
    await eventually(lambda: done(bot, "SELECT 1 FROM copies WHERE withdrawn_at IS NOT NULL"))
    await bot.stop()
    done(bot, "UPDATE copies SET due_at = 1")
    await bot.start()
    await eventually(lambda: pictured(bot, world.art) == [], 20)
    await eventually(lambda: copies(bot) == [], 20)


async def test_an_image_that_is_removed_while_it_is_sent_does_not_stay(bot: WholeBot) -> None:
    world, faults = bot.discord.world, bot.discord.faults
    message = await imagined(bot, [CLEAR])
    listing = await history(bot, world.art)
    # Discord has it, its answer is lost, and by then it is deleted.
    held = faults.add(method="POST", path=FOLLOWUPS, hold="after", drop="after")
    await asked(bot, listing, message)
    await eventually(lambda: held.held == 1, 20)
    assert len(pictured(bot, world.art)) == 1
    await bot.press(message, "delete")
    held.release()
    await eventually(lambda: pictured(bot, world.art) == [], 20)
    await eventually(lambda: copies(bot) == [], 30)
