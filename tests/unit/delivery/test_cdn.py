"""Pictures that members posted: read from Discord alone, and no further than is needed."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import Event
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.delivery import cdn
from bot.delivery.cdn import MAX_BYTES, open_cdn
from bot.embedded.found import Found, Nothing
from tests.tables import each_row
from tests.unit.embedded.files import BLOCK, chunk, jpeg, png, png_with, user_comment, webp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]

FOX = png_with(parameters=BLOCK)
COMMENT = user_comment(b"ASCII\0\0\0" + BLOCK.encode())


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[str]:
    """Yield the address of a server that answers everything by ``serve``."""
    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def giving(data: bytes, status: int = 200) -> Serve:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=data)

    return serve


def in_pieces(*pieces: bytes, sent: list[int]) -> Serve:
    """Serve pieces one after the other, and note how many of them went out."""

    async def serve(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for number, piece in enumerate(pieces, 1):
            await response.write(piece)
            sent.append(number)
        return response

    return serve


async def read(serve: Serve, path: str = "/fox.png") -> Found | Nothing | None:
    async with serving(serve) as address, open_cdn(f"{address}/api/v10") as pictures:
        return await pictures(address + path)


@each_row("data", [FOX, webp((b"EXIF", COMMENT)), jpeg((0xE1, b"Exif\0\0" + COMMENT))])
async def test_a_picture_is_read(data: bytes) -> None:
    assert await read(giving(data)) == Found(BLOCK, "")


async def test_settings_at_the_end_of_a_large_file_are_read() -> None:
    told = chunk(b"tEXt", b"parameters\0" + BLOCK.encode())
    padding = chunk(b"fill", bytes(3_000_000))
    assert await read(giving(png(padding, told))) == Found(BLOCK, "")


@each_row(
    "data, expected",
    [(png(), Nothing.NONE), (b"GIF89a" + bytes(99), Nothing.NONE), (b"", Nothing.NONE)],
)
async def test_what_says_nothing_says_nothing(data: bytes, expected: Nothing) -> None:
    assert await read(giving(data)) is expected


@each_row("status", [301, 403, 404, 500])
async def test_what_is_not_there_is_not_read(status: int) -> None:
    assert await read(giving(FOX, status)) is None


async def test_no_redirect_is_followed() -> None:
    asked: list[str] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        raise web.HTTPFound("/elsewhere.png")

    assert await read(serve) is None
    assert asked == ["/fox.png"]


async def test_a_file_is_read_no_further_than_its_settings() -> None:
    sent: list[int] = []
    rest = [bytes(1_000_000)] * 12
    assert await read(in_pieces(FOX + bytes(70_000), *rest, sent=sent)) == Found(BLOCK, "")
    assert len(sent) < len(rest)


async def test_what_is_no_picture_is_not_read_on() -> None:
    sent: list[int] = []
    rest = [bytes(1_000_000)] * 12
    assert await read(in_pieces(b"GIF89a" + bytes(70_000), *rest, sent=sent)) is Nothing.NONE
    assert len(sent) < len(rest)


async def test_a_file_has_its_bound() -> None:
    sent: list[int] = []
    pieces = [bytes(1_000_000)] * (2 * MAX_BYTES // 1_000_000)
    start = b"\x89PNG\r\n\x1a\n\x7f\xff\xff\xffIDAT"
    found = await read(in_pieces(start, *pieces, sent=sent))
    assert found is Nothing.TOO_LARGE
    assert len(sent) < len(pieces)


async def test_a_host_that_stays_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdn, "SECONDS", 0.2)

    async def serve(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    assert await read(serve) is None


@each_row(
    "url",
    [
        "http://cdn.discordapp.com/attachments/1/2/fox.png",
        "https://cdn.discordapp.com:8443/attachments/1/2/fox.png",
        "https://cdn.discordapp.com.example.org/fox.png",
        "https://example.org/fox.png",
        "https://127.0.0.1/fox.png",
        "http://127.0.0.1:1/fox.png",
        "file:///etc/hostname",
        "attachment://fox.png",
        "//cdn.discordapp.com/fox.png",
        "http://[::1",
        "",
    ],
)
async def test_other_hosts_are_not_asked(url: str) -> None:
    for api in ("https://discord.com/api/v10", "http://127.0.0.1:2/api"):
        async with open_cdn(api) as pictures:
            assert await pictures(url) is None


@pytest.mark.parametrize("host", sorted(cdn.HOSTS))
async def test_discords_hosts_are_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def note(_: cdn.CdnPictures, target: object) -> None:
        asked.append(str(target))

    monkeypatch.setattr(cdn.CdnPictures, "_read", note)
    url = f"https://{host}/attachments/1/2/fox.png?ex=6543&is=21&hm=ab%2Fcd"
    async with open_cdn("https://discord.com/api/v10") as pictures:
        assert await pictures(url) is None
    assert asked == [url]


async def test_a_picture_is_read_in_threads_of_its_own() -> None:
    loop = asyncio.get_running_loop()
    busy, released = ThreadPoolExecutor(1), Event()
    loop.set_default_executor(busy)
    try:
        waiting = loop.run_in_executor(busy, released.wait)
        assert await read(giving(FOX)) == Found(BLOCK, "")
    finally:
        released.set()
    await waiting


async def test_what_a_picture_waits_for_its_neighbours_is_not_its_own_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cdn, "SECONDS", 0.5)
    begun: list[str] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        begun.append(request.path)
        await asyncio.sleep(0.3 if request.path == "/fox.png" else 60)
        return web.Response(body=FOX)

    async with serving(serve) as address, open_cdn(f"{address}/api/v10") as pictures:
        slow = [asyncio.ensure_future(pictures(f"{address}/{n}.png")) for n in range(cdn.AT_ONCE)]
        while len(begun) < cdn.AT_ONCE:  # noqa: ASYNC110 - a server's list rings no bell
            await asyncio.sleep(0.01)
        assert await pictures(f"{address}/fox.png") == Found(BLOCK, "")
        assert await asyncio.gather(*slow) == [None] * cdn.AT_ONCE


async def test_another_file_is_fetched_whole_or_not_at_all() -> None:
    async def fetched(serve: Serve, most: int) -> bytes | None:
        async with serving(serve) as address, open_cdn(f"{address}/api/v10") as pictures:
            return await pictures.file(f"{address}/styles.json", most)

    data = b"{}" * 50_000
    assert await fetched(giving(data), len(data)) == data
    assert await fetched(giving(data), len(data) - 1) is None
    assert await fetched(giving(data, status=404), len(data)) is None
    sent: list[int] = []
    assert await fetched(in_pieces(*[bytes(2**20)] * 64, sent=sent), 1000) is None
    assert len(sent) < 64
    async with open_cdn("https://discord.com/api/v10") as pictures:
        assert await pictures.file("http://127.0.0.1:9/x", 10) is None
        assert await pictures.file("no address", 10) is None
