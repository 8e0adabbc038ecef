from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.playground_discord.client.robot import Robot
from tests.unit.playground_discord.client.visitor import Visitor
from tests.unit.playground_discord.wire import Wire, connected

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from bot.playground.discord import DiscordStandIn


@pytest.fixture
async def robot(discord: DiscordStandIn, http: aiohttp.ClientSession) -> AsyncIterator[Robot]:
    async with connected(discord, http) as gateway:
        await gateway.identify()
        yield Robot(Wire(discord, http), gateway)


@pytest.fixture
def mira(discord: DiscordStandIn, http: aiohttp.ClientSession) -> Visitor:
    return Visitor(discord, http, discord.world.member)


@pytest.fixture
def noor(discord: DiscordStandIn, http: aiohttp.ClientSession) -> Visitor:
    return Visitor(discord, http, discord.world.second_member)


@pytest.fixture
def sami(discord: DiscordStandIn, http: aiohttp.ClientSession) -> Visitor:
    return Visitor(discord, http, discord.world.moderator)


@pytest.fixture
def ada(discord: DiscordStandIn, http: aiohttp.ClientSession) -> Visitor:
    return Visitor(discord, http, discord.world.admin)


@pytest.fixture
def otto(discord: DiscordStandIn, http: aiohttp.ClientSession) -> Visitor:
    return Visitor(discord, http, discord.world.outsider)
