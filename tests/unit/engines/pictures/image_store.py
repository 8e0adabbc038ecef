"""A server of image files, and what fetches from it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.engines.pictures.budget import ByteBudget
from bot.engines.pictures.downloads import Pictures
from bot.engines.pictures.fetching import Bounds
from tests.unit.engines.novita.doubles import QUICK
from tests.unit.engines.pictures.images import image_file

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

MAX_BYTES = 1_000_000
SECRET = "X-Amz-Signature=0123456789"


class Store:
    """A server of image files that remembers what it was asked and how much it sent."""

    def __init__(self, *answers: web.Response | str) -> None:
        self.answers = list(answers)
        self.requests: list[web.Request] = []
        self.sent = 0
        self.base = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, web.Response):
            return web.Response(
                status=answer.status, body=answer.body, headers=answer.headers.copy()
            )
        return await getattr(self, answer)(request)  # type: ignore[no-any-return]  # by its name

    async def endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(3200):
            await response.write(bytes(65536))
            self.sent += 65536
        return response

    async def chunked(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(image_file())
        return response

    async def drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.02)

    async def silence(self, _: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    async def reset(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def cut(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "5000"})
        await response.prepare(request)
        await response.write(image_file()[:100])
        assert request.transport is not None
        request.transport.close()
        return response

    def url(self, path: str = "/a.png") -> str:
        return f"{self.base}{path}?{SECRET}"


@asynccontextmanager
async def serving(
    store: Store, *, seconds: float = 5, max_pixels: int = 40_000_000, loopback: bool = True
) -> AsyncGenerator[Pictures]:
    app = web.Application()
    app.router.add_get("/{path:.*}", store.handle)
    async with (
        TestServer(app) as server,
        aiohttp.ClientSession(auto_decompress=False) as session,
    ):
        store.base = str(server.make_url("")).rstrip("/")
        bounds = Bounds(MAX_BYTES, max_pixels, seconds)
        budget = ByteBudget(2 * MAX_BYTES)
        yield Pictures(session, bounds, budget, loopback=loopback, downloads=QUICK)
        assert budget.free == 2 * MAX_BYTES


def png(**headers: str) -> web.Response:
    return web.Response(
        body=image_file(), headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
