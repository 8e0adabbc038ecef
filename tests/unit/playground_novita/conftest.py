"""A running stand-in with instant, plain tasks, and a client for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.playground.novita.knobs import Knobs
from bot.playground.novita.server import NovitaStandIn
from tests.unit.playground_novita.caller import Caller

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@pytest.fixture
async def stand_in() -> AsyncGenerator[NovitaStandIn]:
    async with NovitaStandIn(Knobs(duration=0, plain_images=True)) as running:
        yield running


@pytest.fixture
async def caller(stand_in: NovitaStandIn) -> AsyncGenerator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, stand_in)
