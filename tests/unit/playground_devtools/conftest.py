"""Devtools over two running stand-ins, with hands for both sides of the wire."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import aiohttp
import pytest
from aiohttp import web

from bot.playground.devtools import Devtools
from bot.playground.discord import DiscordStandIn, Weather
from bot.playground.discord.client.guard import guard
from bot.playground.novita.knobs import Knobs
from bot.playground.novita.server import NovitaStandIn
from tests.unit.playground_discord.wire import Gateway, Wire, connected
from tests.unit.playground_novita.caller import Caller

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

OWN_SPEED = 8.0


Json: TypeAlias = Any  # whatever the devtools answer


@dataclass
class Page:
    """Asks the devtools as the page does."""

    http: aiohttp.ClientSession
    address: str
    discord: Wire
    novita: Caller
    gateway: Gateway
    restart: Callable[[], Awaitable[None]] | None = field(default=None)
    """What the next restart does; nothing if None."""

    async def get(self, what: str) -> Json:
        async with self.http.get(f"{self.address}/devtools/{what}") as answer:
            assert answer.status == 200
            return await answer.json()

    async def post(self, what: str, body: object = None, *, raw: bytes = b"") -> tuple[int, Json]:
        url = f"{self.address}/devtools/{what}"
        sent = raw or json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        async with self.http.post(url, data=sent, headers=headers) as answer:
            return answer.status, await answer.json()

    async def turn(self, **knobs: object) -> Json:
        status, state = await self.post("knobs", knobs)
        assert status == 200, state
        return state

    async def restarted(self) -> None:
        if self.restart is not None:
            await self.restart()


@pytest.fixture
async def page() -> AsyncGenerator[Page]:
    knobs = Knobs(duration=0, plain_images=True, speed=OWN_SPEED)
    async with (
        aiohttp.ClientSession() as http,
        DiscordStandIn(weather=Weather.still()) as discord,
        NovitaStandIn(knobs) as novita,
        connected(discord, http) as gateway,
    ):
        await gateway.identify()
        looking = Page(http, "", Wire(discord, http), Caller(http, novita), gateway)
        devtools = Devtools(discord, novita, looking.restarted)
        app = web.Application(middlewares=[guard("127.0.0.1")])
        app.add_routes(devtools.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        looking.address = "http://{}:{}".format(*runner.addresses[0][:2])
        try:
            yield looking
        finally:
            await runner.cleanup()
            await devtools.close()
