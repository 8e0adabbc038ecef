"""Statuses: shown within a budget, and never in the way of a final message."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from bot.delivery import publisher
from bot.domain.job import JobState
from bot.domain.ports import Status
from tests.wire.delivery.publisher.results import result
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.playground.discord import DiscordStandIn, Invocation
    from bot.playground.discord.faults import Fault
    from tests.wire.publishing_bot import PublishingBot

WEBHOOK = r"^/webhooks/.*/messages/"


async def test_a_new_state_is_shown_two_seconds_after_the_answer(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    bot.publisher.show(job, Status(progress=10))
    bot.publisher.show(job, Status(progress=20))
    message = drawing.shown
    await discord.until(lambda: len(message.versions) == 2)
    assert message.now.came_at - message.versions[0].came_at >= 1.9
    assert "**Generating**" in message.text()
    assert "20%" in message.text()


async def test_what_the_answer_said_is_not_said_again(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    other = await discord.slash("draw", {"prompt": "another"})
    changed = replace(await bot.drawn(other), state=JobState.RUNNING)
    bot.leap = 60
    bot.publisher.show(replace(job, state=JobState.QUEUED), Status(place_in_queue=1))
    bot.publisher.show(changed, Status())
    await discord.until(lambda: len(other.shown.versions) == 2)
    assert len(drawing.shown.versions) == 1


async def test_a_final_edit_overtakes_what_waits_and_nothing_comes_after_it(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    bot.publisher.show(job, Status(progress=10))
    await bot.post(job, result())
    bot.leap = 60
    bot.publisher.show(job, Status(progress=20))
    other = await discord.slash("draw", {"prompt": "another"})
    bot.publisher.show(replace(await bot.drawn(other), state=JobState.RUNNING), Status())
    bot.leap = 120
    await discord.until(lambda: len(other.shown.versions) == 2)
    assert len(drawing.shown.versions) == 2
    assert drawing.shown.is_final


async def on_its_way(discord: DiscordStandIn, bot: PublishingBot, job: Job, **how: Any) -> Fault:  # noqa: ANN401 - of a fault
    """Send a status that meets a fault, and return that once it has."""
    fault = discord.faults.add(method="PATCH", path=WEBHOOK, **how)
    bot.leap += 60
    bot.publisher.show(job, Status(progress=30))
    await eventually(lambda: fault.hits == 1)
    return fault


async def test_a_final_edit_waits_for_a_status_that_is_about_to_land(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await on_its_way(discord, bot, job, delay=0.3)
    bot.publisher.close(job.id)
    assert bot.publisher.unsettled(job.id) is not None
    assert await bot.publisher.landed(job.id)
    assert bot.publisher.unsettled(job.id) is None
    await bot.post(job, result())
    assert [version.attachments != () for version in drawing.shown.versions] == [False, False, True]


async def test_a_status_stuck_on_its_way_holds_no_final_edit_up(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    stuck = await on_its_way(discord, bot, job, hold=True)
    bot.publisher.close(job.id)
    assert not await bot.publisher.landed(job.id)
    await bot.post(job, result())
    assert drawing.shown.is_final
    assert stuck.held == 1
    assert bot.publisher.unsettled(job.id) is not None


async def test_a_status_stuck_on_its_way_is_waited_for_once(
    discord: DiscordStandIn, bot: PublishingBot, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    await on_its_way(discord, bot, job, hold=True)
    assert not await bot.publisher.landed(job.id)
    monkeypatch.setattr(publisher, "LANDING_SECONDS", 60.0)
    async with asyncio.timeout(5):
        assert not await bot.publisher.landed(job.id)


@pytest.mark.parametrize("code", [10008, 50083, 0])
async def test_a_failing_status_is_only_noted(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job, code: int
) -> None:
    await on_its_way(discord, bot, job, status=404, code=code)
    await bot.publisher.landed(job.id)
    await bot.post(job, result())
    assert drawing.shown.is_final
    assert bot.publisher.unsettled(job.id) is None


async def test_a_status_that_breaks_ends_nothing(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    gone = replace(job, address=replace(job.address, channel_id=0, token="\ud800"))
    bot.leap = 60
    with structlog.testing.capture_logs() as logs:
        bot.publisher.show(gone, Status(progress=30))
        await eventually(lambda: [it for it in logs if it["event"] == "status.edit_broke"])
    bot.leap = 120
    bot.publisher.show(job, Status(progress=40))
    await discord.until(lambda: len(drawing.shown.versions) == 2)


async def test_a_status_in_flight_when_its_job_is_lost_and_comes_back_is_no_obstacle(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    stuck = await on_its_way(discord, bot, job, hold=True)
    bot.publisher.close(job.id)
    bot.publisher.adopted(job)
    stuck.release()
    await eventually(lambda: len(drawing.shown.versions) == 2)
    assert await eventually(lambda: bot.publisher.unsettled(job.id))
    bot.leap += 60
    bot.publisher.show(job, Status(progress=90))
    await discord.until(lambda: "90%" in drawing.shown.text())


async def test_an_estimate_that_passes_becomes_late_by_itself(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=3)
    bot.publisher.answered(job, Status(estimate_at=soon))
    message = drawing.shown
    await discord.until(lambda: len(message.versions) == 2)
    assert "taking longer than usual" in message.text()
    assert "expected" not in message.text()


async def test_a_status_that_waited_its_turn_is_not_shown_of_a_job_closed_meanwhile(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    turn, waiting = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        waiting.set()
        await turn.wait()

    bot.publisher._turn = wait
    bot.leap = 60
    bot.publisher.show(job, Status(progress=10))
    await asyncio.wait_for(waiting.wait(), 5)
    bot.publisher.close(job.id)
    turn.set()
    await eventually(lambda: not bot.publisher._flights)
    assert len(drawing.shown.versions) == 1
