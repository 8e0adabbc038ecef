"""Where images are fetched from: as signed, without credentials, and never from within."""

from __future__ import annotations

import traceback

import pytest
import structlog
from aiohttp import web

from bot.engine_errors import ImageError
from bot.engines.pictures.budget import ByteBudget
from bot.engines.pictures.downloads import open_pictures
from bot.engines.pictures.fetching import Bounds
from tests.tables import each_row
from tests.unit.engines.pictures.image_store import MAX_BYTES, SECRET, Store, png, serving


def moved(to: str) -> web.Response:
    return web.Response(status=302, headers={"Location": to})


async def test_no_credentials_travel_with_a_download() -> None:
    store = Store(png(Set_Cookie="a=b"))
    bounds = Bounds(MAX_BYTES, 40_000_000)
    async with (
        serving(store),
        open_pictures(bounds, ByteBudget(MAX_BYTES), loopback=True) as fetch,
    ):
        for _ in range(2):
            await fetch(store.url())
    assert len(store.requests) == 2
    for request in store.requests:
        assert not {"Authorization", "Cookie", "Referer"} & set(request.headers)
        assert request.query_string == SECRET


async def test_an_address_is_asked_for_exactly_as_it_was_signed() -> None:
    store = Store(png())
    path = "/a%2Fb%20c+d.png?x=%2F%3D&y=a+b&Z=1"
    async with serving(store) as fetch:
        await fetch(store.base + path)
    assert store.requests[0].raw_path == path


@each_row("status", [301, 302, 303, 307, 308])
async def test_a_redirect_on_the_same_host_is_followed(status: int) -> None:
    store = Store(web.Response(status=status, headers={"Location": "/b.png"}), png())
    async with serving(store) as fetch:
        assert (await fetch(store.url())).width == 64
    assert [request.path for request in store.requests] == ["/a.png", "/b.png"]


@each_row(
    "to", ["http://localhost:{port}/b", "https://1.1.1.1/b", "//localhost:{port}/b", "file:///etc"]
)
async def test_a_redirect_to_another_host_is_not_followed(to: str) -> None:
    store = Store(png())
    async with serving(store) as fetch:
        store.answers = [moved(to.format(port=store.base.rpartition(":")[2])), png()]
        with pytest.raises(ImageError):
            await fetch(store.url())
    assert len(store.requests) == 1


async def test_redirects_end_after_the_third() -> None:
    store = Store(moved("/again"))
    async with serving(store) as fetch:
        with pytest.raises(ImageError, match="too often"):
            await fetch(store.url())
    assert len(store.requests) == 4


@each_row("scheme", ["http", "https"])
@each_row("host", ["127.0.0.1", "localhost", "0177.0.0.1", "2130706433", "127.1"])
async def test_loopback_is_closed_when_the_engine_is_elsewhere(scheme: str, host: str) -> None:
    store = Store(png())
    bounds = Bounds(MAX_BYTES, 40_000_000)
    async with (
        serving(store),
        open_pictures(bounds, ByteBudget(MAX_BYTES), loopback=False) as fetch,
    ):
        port = store.base.rpartition(":")[2]
        with pytest.raises(ImageError):
            await fetch(f"{scheme}://{host}:{port}/a.png")
    assert store.requests == []


async def test_a_name_that_leads_inward_is_refused_without_another_try() -> None:
    bounds = Bounds(MAX_BYTES, 40_000_000)
    async with open_pictures(bounds, ByteBudget(MAX_BYTES), loopback=False) as fetch:
        with pytest.raises(ImageError, match="not public") as caught:
            await fetch("https://localhost/a.png")
    assert not caught.value.transient


@each_row("url", ["not an address", "https://", "http://[", "https://x:99999999/"])
async def test_an_address_that_cannot_be_read_is_refused(url: str) -> None:
    async with serving(Store(png())) as fetch:
        with pytest.raises(ImageError):
            await fetch(url)


FAULTS = ["silence", "reset", "cut", "drip"]


@each_row("answer", [*FAULTS, web.Response(status=403), web.Response(body=b"x")])
async def test_an_addresss_query_is_in_no_error_and_no_log(answer: web.Response | str) -> None:
    store = Store(answer)
    with structlog.testing.capture_logs() as logs:
        async with serving(store, seconds=0.05) as fetch:
            with pytest.raises(ImageError) as caught:
                await fetch(store.url())
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(logs)
    assert SECRET not in told
