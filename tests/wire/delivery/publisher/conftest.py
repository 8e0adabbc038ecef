"""A bot of delivery alone: it draws messages and publishes to them, and has no jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.job import JobState
from bot.playground.discord import DiscordStandIn
from tests.wire.publishing_bot import publishing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.domain.job import Job
    from bot.playground.discord import Invocation
    from tests.wire.publishing_bot import PublishingBot


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def bot(discord: DiscordStandIn) -> AsyncIterator[PublishingBot]:
    async with publishing(discord) as running:
        yield running


@pytest.fixture
async def drawing(discord: DiscordStandIn, bot: PublishingBot) -> Invocation:
    return await discord.slash("draw", {"prompt": "a fox @everyone"})


@pytest.fixture
async def job(bot: PublishingBot, drawing: Invocation) -> Job:
    """Return a job that runs, whose answer is there and whose token lives."""
    return replace(await bot.drawn(drawing), state=JobState.RUNNING)
