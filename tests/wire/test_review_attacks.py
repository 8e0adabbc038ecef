"""Decisions about images while rooms close, cards vanish, rules change and others press too."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from typing import TYPE_CHECKING

import pytest

from bot.delivery import landings
from bot.delivery.moderation import appeals, tellings
from tests.wire.elsewhere import CLEAR, FLAGGED, holds_nothing_of, imagined, told
from tests.wire.pictures import unlabelled
from tests.wire.test_cases import actions, appealed
from tests.wire.test_review import all_saw, card_of, done, pressed, until_shown
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from tests.wire.whole_bot import WholeBot


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appeals, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(tellings, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(tellings, "PACE", 0.0)


async def appeal_of(bot: WholeBot, seen: int) -> Message:
    """Appeal as the member; return what moderators see of it."""
    assert "with the moderators" in (await appealed(bot, bot.discord.world.member, "why?")).text()
    return await card_of(bot, bot.discord.world.mod_review, seen + 1)


@pytest.mark.usefixtures("soon")
@pytest.mark.both_databases
async def test_kept_appealed_and_approved(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review)
    message = await imagined(bot, [FLAGGED, CLEAR])
    originals = await bot.originals(bot.novita.tasks[0])
    beside = message.pictures()[1]
    card = await card_of(bot, world.mod_review)
    await pressed(bot, card, "keep")
    await eventually(lambda: "approve" not in actions(card))
    appeal = await appeal_of(bot, 1)
    granted = await bot.press(appeal, "grant", user=world.moderator)
    assert "You granted" in granted.text()
    await eventually(lambda: "approve" in actions(card))
    await eventually(lambda: actions(appeal) == [])
    await pressed(bot, card, "approve")
    await eventually(lambda: "blurred" not in message.pictures()[0].name)
    assert unlabelled(message.pictures()[0].data) == originals[0]
    assert message.pictures()[1].attachment.id == beside.attachment.id
    await eventually(lambda: "Approved by" in card.text())
    assert holds_nothing_of(all_saw(bot, world.art), originals)


@pytest.mark.usefixtures("soon")
async def test_a_card_never_takes_the_place_of_an_appeal(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review)
    message = await imagined(bot, [FLAGGED])
    card = await card_of(bot, world.mod_review)
    await pressed(bot, card, "keep")
    await eventually(lambda: "Kept" in card.text() or "approve" not in actions(card))
    await until_shown(bot)
    appeal = await appeal_of(bot, 1)
    bot.discord.keeper.remove_message(card)
    # Something happens in the case: twice, since the first finds that the card is gone.
    for _ in range(2):
        done(bot, "UPDATE cards SET due_at = 1")
        await told(await bot.press(message, "report", user=world.second_member))
        await until_shown(bot)
    assert "appeal" in appeal.text().lower()
    assert actions(appeal) == ["grant", "deny"]


async def test_what_was_approved_while_nothing_is_posted_can_be_approved_again(
    bot: WholeBot,
) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review)
    message = await imagined(bot, [FLAGGED])
    originals = await bot.originals(bot.novita.tasks[0])
    card = await card_of(bot, world.mod_review)
    await bot.policy("set", enabled=False)
    await pressed(bot, card, "approve")
    await eventually(lambda: "could not be shown" in card.text())
    assert holds_nothing_of(all_saw(bot, world.channel), originals)
    await bot.policy("set", enabled=True)
    assert "approve" in actions(card)
    await pressed(bot, card, "approve")
    await eventually(lambda: "blurred" not in message.pictures()[0].name)
    assert unlabelled(message.pictures()[0].data) == originals[0]


async def test_a_channel_hidden_for_a_while_shows_no_longer_what_was_removed(
    bot: WholeBot,
) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review)
    message = await imagined(bot, [CLEAR])
    await until_shown(bot)
    await told(await bot.press(message, "report", user=world.second_member))
    card = await card_of(bot, world.mod_review)
    rights = world.bot_permissions(world.channel)
    await bot.discord.keeper.permit_bot(world.channel, 0)
    await pressed(bot, card, "remove")
    path = rf"^/channels/{world.channel.id}/messages/{message.id}$"
    await eventually(lambda: bot.discord.requests.find("PATCH", path, status=403))
    await bot.discord.keeper.permit_bot(world.channel, rights)
    await eventually(lambda: message.pictures() == [], 30)


async def test_a_card_that_was_hidden_from_us_is_closed_when_it_is_not(bot: WholeBot) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    await bot.policy("set", review_channel=world.mod_review)
    await imagined(bot, [FLAGGED])
    card = await card_of(bot, world.mod_review)
    await until_shown(bot)
    rights = world.bot_permissions(world.mod_review)
    await keeper.permit_bot(world.mod_review, 0)
    await pressed(bot, card, "remove")
    path = rf"^/channels/{world.mod_review.id}/messages/{card.id}$"
    await eventually(lambda: bot.discord.requests.find("PATCH", path, status=403))
    await eventually(lambda: done(bot, "SELECT 1 FROM cards WHERE leased_until IS NULL"))
    await keeper.permit_bot(world.mod_review, rights)
    await bot.stop()
    done(bot, "UPDATE cards SET due_at = 1, leased_until = NULL WHERE due_at IS NOT NULL")
    await bot.start()
    await eventually(lambda: card.pictures() == [] and actions(card) == [])


async def test_what_is_deleted_while_it_is_being_shown_stays_deleted(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, faults = bot.discord.world, bot.discord.faults
    await bot.policy("set", review_channel=world.mod_review)
    message = await imagined(bot, [FLAGGED])
    card = await card_of(bot, world.mod_review)
    await until_shown(bot)
    path = rf"^/channels/{world.channel.id}/messages/{message.id}$"
    # Nothing that was sent before can land any more when the original is on its way.
    faults.add(method="PATCH", path=path, status=429, retry_after=landings.LATEST + 0.5)
    slow = faults.add(method="PATCH", path=path, hold=True)
    await pressed(bot, card, "approve")
    await eventually(lambda: slow.held)
    monkeypatch.setattr(landings, "LATEST", 20.0)
    await bot.press(message, "delete")
    await eventually(lambda: bot.discord.requests.find("PATCH", path, status=200))
    assert message.pictures() == []
    said = len(message.versions)
    slow.release()
    await eventually(lambda: len(message.versions) >= said + 2)
    assert "deleted" in message.text().lower()
    assert message.pictures() == []


async def test_lost_answers_and_a_crash_leave_the_pixels_and_the_neighbours_as_they_are(
    bot: WholeBot,
) -> None:
    world, faults = bot.discord.world, bot.discord.faults
    await bot.policy("set", review_channel=world.mod_review, reports_to_blur=1)
    message = await imagined(bot, [FLAGGED, CLEAR, FLAGGED, CLEAR])
    originals = await bot.originals(bot.novita.tasks[0])
    beside = message.pictures()[1].attachment.id
    await card_of(bot, world.mod_review, 2)
    await until_shown(bot)
    one, two = bot.discord.registry.in_channel(world.mod_review.id)
    path = rf"^/channels/{world.channel.id}/messages/{message.id}$"
    lost = faults.add(method="PATCH", path=path, drop="after", times=None)
    await asyncio.gather(pressed(bot, one, "approve"), pressed(bot, two, "approve", world.admin))
    await eventually(lambda: lost.hits)
    await bot.stop()
    faults.clear()
    done(bot, "UPDATE cards SET leased_until = NULL")
    await bot.start()
    await until_shown(bot)
    seen = message.pictures()
    assert [unlabelled(it.data) for it in seen] == originals
    assert seen[1].attachment.id == beside
    assert not any("blurred" in it.name for it in seen)
    # The last is reported away and approved at once, by other people.
    held = faults.add(method="PATCH", path=path, hold="after")
    custom_id = message.button("report")["custom_id"]
    job = custom_id.split(":")[2]
    which = await bot.press(message, "report", user=world.second_member)
    [select] = [it for it in which.shown.walk() if it.get("options")]
    value = f"darkroom:report:{job}:4"
    picked = await bot.discord.choose(
        which.shown, select["custom_id"], [value], user=world.second_member
    )
    await told(await picked.answered())
    await eventually(lambda: held.held)
    card = await card_of(bot, world.mod_review, 3)
    await pressed(bot, card, "approve")
    held.release()
    await until_shown(bot)
    seen = message.pictures()
    assert [unlabelled(it.data) for it in seen] == originals
    assert seen[1].attachment.id == beside
    rows = done(bot, "SELECT attachment_id, shown FROM images WHERE job = ? ORDER BY number", job)
    assert rows == [(it.attachment.id, 1) for it in seen]


async def test_a_blocked_moderator_decides_and_a_job_is_no_case(bot: WholeBot) -> None:
    world, registry = bot.discord.world, bot.discord.registry
    await bot.policy("set", review_channel=world.mod_review)
    message = await imagined(bot, [FLAGGED], user=world.moderator)
    originals = await bot.originals(bot.novita.tasks[0])
    card = await card_of(bot, world.mod_review)
    await until_shown(bot)
    blocked = await bot.discord.slash("block", {"member": world.moderator}, user=world.admin)
    await blocked.answered()
    case = card.button("approve")["custom_id"].split(":")[2]
    job = message.button("again")["custom_id"].split(":")[2]
    for forged in (
        f"approve:{job}",
        f"look:{job}",
        f"tune:{job}",
        f"block:{job}",
        f"show:{case}:1",
    ):
        real = f"darkroom:approve:{case}"
        carried = json.dumps(card.now.components).replace(real, f"darkroom:{forged}")
        version = dataclasses.replace(card.now, components=json.loads(carried))
        copied = registry.post(world.mod_review.id, world.bot, version)
        press = await bot.discord.press(copied, f"darkroom:{forged}", user=world.admin)
        said = (await press.answered()).text()
        assert "no such case" in said or "don't know this job" in said, said
    assert holds_nothing_of(all_saw(bot, world.channel), originals)
    assert "takes its place" in await pressed(bot, card, "approve")
    await eventually(lambda: "blurred" not in message.pictures()[0].name)
