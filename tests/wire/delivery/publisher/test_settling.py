"""An edit given up on its way that Discord applies all the same, over the final one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.landings import LATEST
from bot.domain.job import JobState
from bot.errors import DeliveryError
from bot.failure_kinds import FailureKind
from tests.wire.delivery.publisher.results import result
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.playground.discord import DiscordStandIn, Invocation
    from tests.wire.publishing_bot import PublishingBot

LATE = 1.5
"""Seconds; longer than the edit takes that is to be the last."""

CUT: dict[str, dict[str, Any]] = {
    "reset": {"drop": True, "late": LATE},
    "refused by a proxy": {"status": 502, "html": True, "late": LATE},
    "refused by the API": {"status": 500, "late": LATE},
}


def failed(job: Job) -> Job:
    return replace(job, state=JobState.FAILED, failure=FailureKind.SERVER_FAULT)


async def cut_off(discord: DiscordStandIn, bot: PublishingBot, job: Job, **how: Any) -> None:  # noqa: ANN401 - of a fault
    """Send a result that no answer comes to."""
    discord.faults.add(method="PATCH", **how)
    with pytest.raises(DeliveryError) as caught:
        await bot.post(job, result())
    assert caught.value.may_land


@pytest.mark.parametrize("case", CUT)
async def test_what_lands_over_the_final_message_is_found_out(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job, case: str
) -> None:
    await cut_off(discord, bot, job, **CUT[case])
    await bot.post(failed(job), None)
    await discord.until(drawing.shown.pictures)
    assert not await bot.publisher.in_place(job)
    await bot.post(failed(job), None)
    assert await bot.publisher.in_place(job)
    assert drawing.shown.pictures() == []


async def test_it_is_looked_for_until_nothing_can_land_any_more(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    await cut_off(discord, bot, job, drop=True)
    await bot.post(failed(job), None)
    left = bot.publisher.unsettled(job.id)
    assert left is not None
    assert 0 < left <= LATEST
    bot.leap = LATEST
    assert bot.publisher.unsettled(job.id) == 0, "the last look must begin after it"
    assert await bot.publisher.in_place(job)
    assert bot.publisher.unsettled(job.id) is None


async def test_a_final_edit_that_nothing_can_follow_needs_no_look(
    bot: PublishingBot, job: Job
) -> None:
    await bot.post(job, result())
    assert bot.publisher.unsettled(job.id) is None


async def test_what_a_predecessor_sent_may_still_land(bot: PublishingBot, job: Job) -> None:
    bot.publisher.adopted(job)
    await bot.post(job, result())
    assert bot.publisher.unsettled(job.id) is not None


@pytest.mark.parametrize("how", [{"status": 500}, {"status": 404}, {"body": b"<html>"}])
async def test_a_look_that_fails_finds_nothing_in_place(
    discord: DiscordStandIn, bot: PublishingBot, job: Job, how: dict[str, Any]
) -> None:
    bot.publisher.adopted(job)
    await bot.post(job, result())
    discord.faults.add(method="GET", **how)
    assert not await bot.publisher.in_place(job)
    assert await bot.publisher.in_place(job)


async def test_a_final_edit_that_is_cancelled_may_still_land(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    held = discord.faults.add(method="PATCH", hold=True)
    posting = asyncio.create_task(bot.post(job, result()))
    await eventually(lambda: held.held)
    posting.cancel()
    await asyncio.wait({posting})
    await bot.post(failed(job), None)
    assert bot.publisher.unsettled(job.id) is not None
    held.release()
    await discord.until(drawing.shown.pictures)
    assert not await bot.publisher.in_place(job)


async def test_a_message_that_may_not_be_read_is_not_taken_for_gone(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    discord.faults.add(method="GET", path="/messages/", status=403, code=50001, times=None)
    with pytest.raises(DeliveryError) as caught:
        await bot.publisher.shows_end(job)
    assert type(caught.value) is DeliveryError
