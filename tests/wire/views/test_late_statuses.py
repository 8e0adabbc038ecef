"""A status given up on its way that Discord applies all the same, after the final edit."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.errors import DeliveryError, FailureKind
from bot.views.publisher import LATEST_LANDING
from tests.wire.publishing_bot import eventually

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.playground.discord import DiscordStandIn, Invocation
    from tests.wire.publishing_bot import PublishingBot

LATE = 1.3
"""Seconds; longer than a status may hold up a final edit."""


@pytest.fixture
async def drawing(discord: DiscordStandIn, bot: PublishingBot) -> Invocation:
    return await discord.slash("draw", {"prompt": "a fox"})


@pytest.fixture
async def job(bot: PublishingBot, drawing: Invocation) -> Job:
    return replace(
        await bot.drawn(drawing), state=JobState.FAILED, failure=FailureKind.SERVER_FAULT
    )


async def late_status(discord: DiscordStandIn, bot: PublishingBot, job: Job) -> None:
    """Send a status that Discord has and applies ``LATE`` seconds later."""
    fault = discord.faults.add(method="PATCH", delay=LATE)
    bot.leap = 60
    bot.publisher.show(replace(job, state=JobState.RUNNING, failure=None), Status(progress=30))
    await eventually(lambda: fault.hits == 1)


async def test_a_status_that_lands_after_the_final_edit_does_not_stay(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await late_status(discord, bot, job)
    bot.awake.clear()
    finishing = asyncio.create_task(bot.publisher.finish(job, None))
    message = drawing.shown
    await discord.until(lambda: len(message.versions) == 3, timeout=5)
    assert "**Generating**" in message.text()
    bot.awake.set()
    await asyncio.wait_for(finishing, 5)
    assert message.is_final
    assert bot.naps == [LATEST_LANDING]


async def test_a_final_edit_that_no_status_can_follow_is_sent_once(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await bot.publisher.finish(job, None)
    assert len(drawing.shown.versions) == 2
    assert bot.naps == []


async def test_a_final_edit_that_failed_at_first_is_sent_twice_all_the_same(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    await late_status(discord, bot, job)
    discord.faults.add(method="PATCH", drop=True)
    with pytest.raises(DeliveryError):
        await bot.publisher.finish(job, None)
    assert bot.naps == []
    await bot.publisher.finish(job, None)
    assert bot.naps == [LATEST_LANDING]


async def test_a_second_final_edit_that_fails_is_only_noted(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    await late_status(discord, bot, job)
    discord.faults.add(method="PATCH", skip=1, status=404, code=10008)
    with structlog.testing.capture_logs() as logs:
        await bot.publisher.finish(job, None)
    assert [log["event"] for log in logs] == ["final_edit.not_repeated"]
