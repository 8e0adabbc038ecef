"""A bot that draws messages with buttons, and has no jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import DiscordStandIn
from tests.wire.publishing_bot import publishing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wire.publishing_bot import PublishingBot


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def bot(discord: DiscordStandIn) -> AsyncIterator[PublishingBot]:
    async with publishing(discord) as running:
        yield running
