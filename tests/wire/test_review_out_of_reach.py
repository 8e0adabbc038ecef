"""Decisions whose message we may not change, or not yet: never dropped, and told when it is so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.moderation import tellings
from bot.domain.moderation import revising
from tests.wire.elsewhere import CLEAR, FLAGGED, direct, holds_nothing_of, imagined, told
from tests.wire.pictures import unlabelled
from tests.wire.test_review import all_saw, card_of, done, pressed, until_shown
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    import pytest

    from tests.wire.whole_bot import WholeBot

LOST = "SELECT image, json_extract(details, '$.lost') FROM entries WHERE kind = 'lost' ORDER BY id"


def written(bot: WholeBot) -> str:
    """Return all that the member was written."""
    return "\n".join(message.text() for message in direct(bot))


async def test_what_stands_in_a_locked_thread_is_tried_and_then_said_to_stay(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    await bot.policy("set", review_channel=world.mod_review)
    message = await imagined(bot, [CLEAR], channel=world.thread)
    await until_shown(bot)
    await told(await bot.press(message, "report", user=world.second_member))
    card = await card_of(bot, world.mod_review)
    await until_shown(bot)
    # Given up, and said so: on the card, in the case and in the audit.
    with monkeypatch.context() as briefly:
        briefly.setattr(revising, "TRYING", timedelta(seconds=0.5))
        briefly.setattr(revising, "LAST_TRY", timedelta(seconds=0.5))
        await keeper.archive(world.thread, locked=True)
        await pressed(bot, card, "remove")
        await eventually(lambda: "could not be changed" in card.text(), 30)
    assert "Removed by" in card.text()
    assert done(bot, LOST) == [(1, "closed")]
    assert len(message.pictures()) == 1
    case = await bot.discord.slash("case show", {"number": 1}, user=world.moderator)
    assert "could not be changed" in (await case.answered()).text()
    # Not given up: it is made as soon as the thread is opened, after a restart too.
    keeper.remove_message(message)
    await keeper.unarchive(world.thread)
    other = await imagined(bot, [CLEAR], channel=world.thread)
    await until_shown(bot)
    await told(await bot.press(other, "report", user=world.second_member))
    card = await card_of(bot, world.mod_review, 2)
    await until_shown(bot)
    await keeper.archive(world.thread, locked=True)
    await pressed(bot, card, "remove")
    path = rf"^/channels/{world.thread.id}/messages/{other.id}$"
    await eventually(lambda: bot.discord.requests.find("PATCH", path, status=400), 20)
    await bot.restart()
    tried = len(bot.discord.requests.find("PATCH", path, status=400))
    await eventually(lambda: len(bot.discord.requests.find("PATCH", path, status=400)) > tried, 20)
    await keeper.unarchive(world.thread)
    await eventually(lambda: other.pictures() == [], 20)
    await until_shown(bot)
    assert "could not be changed" not in card.text()
    assert len(done(bot, LOST)) == 1


async def test_an_approval_is_told_when_it_is_seen_or_what_came_of_it(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, faults = bot.discord.world, bot.discord.faults
    monkeypatch.setattr(tellings, "PACE", 0.0)
    await bot.policy("set", review_channel=world.mod_review)
    message = await imagined(bot, [FLAGGED, FLAGGED])
    await card_of(bot, world.mod_review, 2)
    await until_shown(bot)
    cards = bot.discord.registry.in_channel(world.mod_review.id)
    one, two = sorted(cards, key=lambda it: "image 2" in it.text())
    path = rf"^/channels/{world.channel.id}/messages/{message.id}$"
    held = faults.add(method="PATCH", path=path, hold=True)
    await pressed(bot, one, "approve")
    await eventually(lambda: held.held, 20)
    # The card is made anew after the decision, and by then whoever is to be told would have been.
    await eventually(lambda: "Approved by" in one.text(), 20)
    await told(await bot.press(message, "details", user=world.member))
    assert "approved" not in written(bot)
    held.release()
    await eventually(lambda: "blurred" not in message.pictures()[0].name, 20)
    await eventually(lambda: "Moderators approved image 1." in written(bot), 20)
    # The other's message is gone by then.
    bot.discord.keeper.remove_message(message)
    await pressed(bot, two, "approve")
    await eventually(lambda: "approved image 2, but its message" in written(bot), 20)
    assert written(bot).count("approved image") == 2


async def test_what_waits_is_kept_under_refuse_and_shown_once_it_is_approved(
    bot: WholeBot,
) -> None:
    world = bot.discord.world
    await bot.policy("set", action="refuse", review_channel=world.mod_review)
    added = await bot.discord.slash(
        "filter add", {"phrase": "harbour", "action": "hold"}, user=world.admin
    )
    await added.answered()
    message = await imagined(bot, [CLEAR, FLAGGED])
    originals = await bot.originals(bot.novita.tasks[0])
    assert message.pictures() == []
    card = await card_of(bot, world.mod_review)
    await until_shown(bot)
    await bot.restart()
    # What the rule refuses is kept for nobody; what waits for a moderator is.
    assert done(bot, "SELECT number FROM originals WHERE kept") == [(1,)]
    assert done(bot, "SELECT image FROM cases") == [(1,)]
    assert "takes its place" in await pressed(bot, card, "approve")
    await eventually(message.pictures, 20)
    assert [unlabelled(it.data) for it in message.pictures()] == [originals[0]]
    assert holds_nothing_of(all_saw(bot, world.channel, world.mod_review), [originals[1]])
