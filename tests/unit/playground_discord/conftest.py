from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.playground.discord import DiscordStandIn, Weather
from tests.unit.playground_discord.wire import Wire, connected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn(weather=Weather.still()) as stand_in:
        yield stand_in


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def wire(discord: DiscordStandIn, http: aiohttp.ClientSession) -> AsyncIterator[Wire]:
    """A listening bot: one shard, identified."""
    async with connected(discord, http) as gateway:
        await gateway.identify()
        yield Wire(discord, http)
