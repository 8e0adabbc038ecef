"""A running stand-in whose tasks end at once, and a client that knows nothing but HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.playground.horde.knobs import Knobs
from bot.playground.horde.server import HordeStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

KEY = "a-key"
AGENT = "Somebody:1.0:https://somebody.test"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def rc(self) -> str:
        return str(self.body.get("rc", ""))


@dataclass
class Caller:
    session: aiohttp.ClientSession
    horde: HordeStandIn

    async def ask(self, method: str, path: str, **said: Any) -> Answer:  # noqa: ANN401
        async with self.session.request(method, f"{self.horde.url}{path}", **said) as reply:
            is_json = reply.content_type == "application/json"
            body = await (reply.json() if is_json else reply.text())
            return Answer(reply.status, dict(reply.headers), body)

    async def submit(self, key: str = KEY, **changes: Any) -> Answer:  # noqa: ANN401
        """Submit a small request; ``changes`` of its parameters go in ``params``."""
        params = {"width": 64, "height": 64, "steps": 20} | changes.pop("params", {})
        body = {"prompt": "a dog", "models": ["Deliberate"], "params": params} | changes
        headers = {"apikey": key, "Client-Agent": AGENT}
        return await self.ask("POST", "/generate/async", json=body, headers=headers)

    async def status(self, taken: Answer) -> Any:  # noqa: ANN401
        return (await self.ask("GET", f"/generate/status/{taken.body['id']}")).body

    async def check(self, taken: Answer) -> Any:  # noqa: ANN401
        return (await self.ask("GET", f"/generate/check/{taken.body['id']}")).body


@pytest.fixture
async def horde() -> AsyncGenerator[HordeStandIn]:
    knobs = Knobs(
        duration=0,
        latency_ms=(0, 0),
        plain_images=True,
        limits=False,
        listing_late_s=0,
        kudos={"0000000000": 0.0, KEY: 1000.0},
    )
    async with HordeStandIn(knobs) as running:
        yield running


@pytest.fixture
async def caller(horde: HordeStandIn) -> AsyncGenerator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, horde)
