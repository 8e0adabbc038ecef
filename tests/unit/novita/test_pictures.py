"""Fetching images from a real server on loopback."""

from __future__ import annotations

import asyncio
import traceback
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.request import ImageFormat
from bot.errors import ImageError
from bot.novita import patience
from bot.novita.budget import ByteBudget
from bot.novita.fetching import Bounds, ExpiredError
from bot.novita.pictures import Pictures, open_pictures
from bot.playground.novita.odd_pictures import many_scans
from tests.unit.novita.doubles import QUICK
from tests.unit.novita.images import image_file, png_header

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


def moved(to: str) -> web.Response:
    return web.Response(status=302, headers={"Location": to})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_file_arrives_byte_for_byte_and_is_known_by_its_content(kind: str) -> None:
    data = image_file(kind)
    store = Store(web.Response(body=data, content_type="text/plain"))
    async with serving(store) as fetch:
        picture = await fetch(store.url("/a.gif"))
    assert picture.data == data
    assert (picture.format, picture.width) == (ImageFormat(kind.lower()), 64)


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


@pytest.mark.parametrize("body", [b"", b"<html>sorry</html>", image_file("GIF")])
async def test_what_is_no_whole_image_is_refused_at_once(body: bytes) -> None:
    store = Store(web.Response(body=body, content_type="image/png"))
    async with serving(store) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(store.url())
    assert not caught.value.transient
    assert len(store.requests) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_file_that_arrives_cut_off_is_fetched_again(kind: str) -> None:
    data = image_file(kind)
    store = Store(web.Response(body=data[:-30]), web.Response(body=data))
    async with serving(store) as fetch:
        assert (await fetch(store.url())).data == data
    assert len(store.requests) == 2


async def test_a_file_that_is_cut_off_at_the_same_place_each_time_is_given_up() -> None:
    store = Store(web.Response(body=image_file()[:-30]))
    async with serving(store) as fetch:
        with pytest.raises(ImageError, match="cut off") as caught:
            await fetch(store.url())
    assert not caught.value.transient
    assert len(store.requests) == 3


async def test_a_file_that_is_cut_off_elsewhere_each_time_may_be_had_later() -> None:
    store = Store(*(web.Response(body=image_file()[:-cut]) for cut in (30, 40, 50)))
    async with serving(store) as fetch:
        with pytest.raises(ImageError, match="cut off") as caught:
            await fetch(store.url())
    assert caught.value.transient


async def test_a_file_with_more_behind_its_end_arrives_as_a_still() -> None:
    data = image_file() + b"PK"
    async with serving(store := Store(web.Response(body=data))) as fetch:
        picture = await fetch(store.url())
    assert data.startswith(picture.data[:8])
    assert picture.data.endswith(b"IEND\xaeB`\x82")


async def test_a_jpeg_that_takes_too_long_to_decode_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.05)
    monkeypatch.setattr(patience, "SECONDS_PER_MEGAPIXEL", 0.05)
    async with serving(store := Store(web.Response(body=many_scans(1000, 500)))) as fetch:
        with pytest.raises(ImageError, match="not decoded within") as caught:
            await fetch(store.url())
    assert not caught.value.transient
    assert len(store.requests) == 1


async def test_a_file_of_200_mb_is_dropped_after_a_fraction() -> None:
    store = Store("endless")
    async with serving(store) as fetch:
        with pytest.raises(ImageError, match="more than 1000000 bytes") as caught:
            await fetch(store.url())
    assert not caught.value.transient
    assert len(store.requests) == 1
    assert store.sent < 30_000_000


async def test_a_file_that_admits_its_size_is_refused_unread() -> None:
    store = Store(web.Response(body=bytes(MAX_BYTES + 1)))
    async with serving(store) as fetch:
        with pytest.raises(ImageError, match="1000001 bytes are more than 1000000"):
            await fetch(store.url())


async def test_an_enormous_png_is_refused_by_its_header() -> None:
    store = Store(web.Response(body=png_header(30_000, 30_000)))
    async with serving(store) as fetch:
        with pytest.raises(ImageError, match="more than 40000000 pixels"):
            await fetch(store.url())


async def test_the_pixels_that_are_allowed_are_a_setting() -> None:
    store = Store(png())
    async with serving(store, max_pixels=64 * 48 - 1) as fetch:
        with pytest.raises(ImageError, match="64x48"):
            await fetch(store.url())


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 522])
async def test_a_passing_status_is_tried_again(status: int) -> None:
    store = Store(web.Response(status=status), png())
    async with serving(store) as fetch:
        assert (await fetch(store.url())).width == 64


@pytest.mark.parametrize("fault", ["reset", "cut"])
async def test_a_download_that_broke_off_is_tried_again(fault: str) -> None:
    store = Store(fault, fault, png())
    async with serving(store) as fetch:
        assert (await fetch(store.url())).width == 64
    assert len(store.requests) == 3


@pytest.mark.parametrize("fault", ["silence", "drip"])
async def test_a_download_that_takes_too_long_is_given_up(fault: str) -> None:
    store = Store(fault)
    async with serving(store, seconds=0.1) as fetch:
        with pytest.raises(ImageError, match="TimeoutError") as caught:
            await fetch(store.url())
    assert caught.value.transient
    assert len(store.requests) == 3


@pytest.mark.parametrize("fault", ["reset", "cut"])
async def test_a_download_that_breaks_off_again_and_again_may_be_had_later(fault: str) -> None:
    store = Store(fault)
    async with serving(store) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(store.url())
    assert caught.value.transient


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 522])
async def test_an_image_that_a_server_cannot_give_just_now_may_be_had_later(status: int) -> None:
    store = Store(web.Response(status=status))
    async with serving(store) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(store.url())
    assert (caught.value.status, caught.value.transient) == (status, True)
    assert len(store.requests) == 3


async def test_an_expired_address_is_its_own_error_and_not_repeated() -> None:
    store = Store(web.Response(status=403), png())
    async with serving(store) as fetch:
        with pytest.raises(ExpiredError):
            await fetch(store.url())
    assert len(store.requests) == 1


async def test_a_missing_address_may_be_had_afresh() -> None:
    async with serving(Store(png())) as fetch:
        with pytest.raises(ExpiredError):
            await fetch("")


@pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 404, 410])
async def test_any_other_status_is_final(status: int) -> None:
    store = Store(web.Response(status=status), png())
    async with serving(store) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(store.url())
    assert not caught.value.transient
    assert len(store.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_on_the_same_host_is_followed(status: int) -> None:
    store = Store(web.Response(status=status, headers={"Location": "/b.png"}), png())
    async with serving(store) as fetch:
        assert (await fetch(store.url())).width == 64
    assert [request.path for request in store.requests] == ["/a.png", "/b.png"]


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0177.0.0.1", "2130706433", "127.1"])
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


@pytest.mark.parametrize("url", ["not an address", "https://", "http://[", "https://x:99999999/"])
async def test_an_address_that_cannot_be_read_is_refused(url: str) -> None:
    async with serving(Store(png())) as fetch:
        with pytest.raises(ImageError):
            await fetch(url)


FAULTS = ["silence", "reset", "cut", "drip"]


@pytest.mark.parametrize("answer", [*FAULTS, web.Response(status=403), web.Response(body=b"x")])
async def test_an_addresss_query_is_in_no_error_and_no_log(answer: web.Response | str) -> None:
    store = Store(answer)
    with structlog.testing.capture_logs() as logs:
        async with serving(store, seconds=0.05) as fetch:
            with pytest.raises(ImageError) as caught:
                await fetch(store.url())
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(logs)
    assert SECRET not in told


async def test_downloads_side_by_side_all_arrive_within_the_budget() -> None:
    store = Store("chunked")
    async with serving(store) as fetch:
        pictures = await asyncio.gather(*(fetch(store.url()) for _ in range(8)))
    assert len(pictures) == 8
