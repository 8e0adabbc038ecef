"""Hosts that are slow delay their own images alone, and not for long."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.engine_errors import ImageError
from bot.engines.pictures.budget import ByteBudget
from bot.engines.pictures.downloads import open_pictures
from bot.engines.pictures.fetching import Bounds
from tests.unit.engines.pictures.images import image_file

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.engines.pictures.downloads import Pictures

MAX_BYTES = 64 * 1024 * 1024
PICTURE = image_file("PNG", (400, 300))
MANY = 150


class Host:
    """Sends whole pictures from ``/good``; from ``/slow`` what promises much and never ends."""

    def __init__(self, *, first: bytes = b"", declared: int = MAX_BYTES) -> None:
        self.first = first
        self.declared = declared
        self.base = ""
        self.began = 0
        self.let_go = asyncio.Event()
        self.hung_up = asyncio.Event()

    async def good(self, _: web.Request) -> web.Response:
        return web.Response(body=PICTURE)

    async def slow(self, request: web.Request) -> web.StreamResponse:
        self.began += 1
        response = web.StreamResponse(headers={"Content-Length": str(self.declared)})
        await response.prepare(request)
        await response.write(self.first)
        try:
            while not self.let_go.is_set():
                await asyncio.sleep(0.01)
                await response.write(b"x")
            await response.write(b"x" * 100_000)
        finally:
            self.hung_up.set()
        return response


@asynccontextmanager
async def fetching(
    host: Host, *, budget: ByteBudget, grace: float = 10, rate: float = 8_000
) -> AsyncGenerator[Pictures]:
    app = web.Application()
    app.router.add_get("/good", host.good)
    app.router.add_get("/slow", host.slow)
    bounds = Bounds(MAX_BYTES, 40_000_000, grace_seconds=grace, lowest_rate=rate)
    async with (
        TestServer(app) as server,
        open_pictures(bounds, budget, loopback=True) as fetch,
        asyncio.timeout(20),
    ):
        host.base = str(server.make_url("")).rstrip("/")
        yield fetch


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():  # noqa: ASYNC110 - nothing tells of a budget's change
        await asyncio.sleep(0.01)


async def cancelled(*tasks: asyncio.Task[object]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_host_that_promises_much_and_sends_little_holds_nothing_up() -> None:
    host, budget = Host(), ByteBudget(MAX_BYTES)
    async with fetching(host, budget=budget) as fetch:
        slow = [asyncio.create_task(fetch(f"{host.base}/slow?{n}")) for n in range(MANY)]
        await until(lambda: host.began == MANY)
        for _ in range(3):
            assert (await fetch(f"{host.base}/good")).data == PICTURE
        assert not any(task.done() for task in slow)
        await cancelled(*slow)
    assert budget.free == MAX_BYTES


async def test_less_than_the_lowest_rate_is_given_up_for_now() -> None:
    host, budget = Host(), ByteBudget(MAX_BYTES)
    async with fetching(host, budget=budget, grace=0.1) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(f"{host.base}/slow")
    assert caught.value.transient
    assert host.began == 3
    assert budget.free == MAX_BYTES


async def test_a_slow_download_above_the_lowest_rate_arrives() -> None:
    host, budget = Host(first=PICTURE, declared=len(PICTURE)), ByteBudget(MAX_BYTES)
    async with fetching(host, budget=budget, grace=0.1, rate=1) as fetch:
        assert (await fetch(f"{host.base}/slow")).data == PICTURE


async def test_a_cancelled_download_hangs_up_and_gives_its_bytes_back() -> None:
    host, budget = Host(first=PICTURE), ByteBudget(MAX_BYTES)
    async with fetching(host, budget=budget) as fetch:
        task = asyncio.create_task(fetch(f"{host.base}/slow"))
        await until(lambda: budget.free <= MAX_BYTES - len(PICTURE))
        await cancelled(task)
        assert budget.free == MAX_BYTES
        await host.hung_up.wait()


async def test_a_deadline_ends_a_download() -> None:
    host, budget = Host(first=PICTURE), ByteBudget(MAX_BYTES)
    async with fetching(host, budget=budget) as fetch:

        async def until_the_deadline() -> None:
            async with asyncio.timeout(None) as deadline:
                under_way = asyncio.create_task(until(lambda: budget.free < MAX_BYTES))
                under_way.add_done_callback(lambda _: deadline.reschedule(0))
                await fetch(f"{host.base}/slow")

        with pytest.raises(TimeoutError):
            await until_the_deadline()
        assert budget.free == MAX_BYTES
        await host.hung_up.wait()


@pytest.mark.parametrize("turn", [0.05, 60.0])
async def test_when_the_bytes_are_used_up_one_goes_on_and_then_the_next(turn: float) -> None:
    budget = ByteBudget(len(PICTURE) // 2, turn_seconds=turn)
    host = Host()
    async with fetching(host, budget=budget) as fetch:
        pictures = await asyncio.gather(*(fetch(f"{host.base}/good?{n}") for n in range(8)))
    assert [picture.data for picture in pictures] == [PICTURE] * 8
    assert budget.free == len(PICTURE) // 2


async def test_a_slow_host_that_has_used_up_the_bytes_gives_way() -> None:
    host = Host(first=bytes(60_000))
    budget = ByteBudget(60_000, turn_seconds=0.05)
    async with fetching(host, budget=budget) as fetch:
        slow = asyncio.create_task(fetch(f"{host.base}/slow"))
        await until(lambda: budget.free <= 0)
        assert (await fetch(f"{host.base}/good")).data == PICTURE
        assert not slow.done()
        await cancelled(slow)
    assert budget.free == 60_000


async def test_the_time_for_which_we_held_a_download_up_does_not_count() -> None:
    host = Host(first=bytes(60_000))
    budget = ByteBudget(60_000, turn_seconds=60)
    async with fetching(host, budget=budget, grace=0.3, rate=1_000_000) as fetch:
        with budget.lend() as holding:
            holding.add(1)
            held_up = asyncio.create_task(fetch(f"{host.base}/slow"))
            await until(lambda: budget.free <= 0)
            host.let_go.set()
            await host.hung_up.wait()
            await asyncio.sleep(0.6)  # twice what it may take, were it not held up
            assert (host.began, held_up.done()) == (1, False)
        await cancelled(held_up)
