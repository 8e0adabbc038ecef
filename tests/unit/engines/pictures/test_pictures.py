"""Fetching images from a real server on loopback: what arrives, and what is refused."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.domain.request import ImageFormat
from bot.engine_errors import ImageError
from bot.engines.pictures import patience
from bot.playground.novita.odd_pictures import many_scans
from tests.tables import each_row
from tests.unit.engines.pictures.image_store import MAX_BYTES, Store, png, serving
from tests.unit.engines.pictures.images import image_file, png_header


@each_row("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_file_arrives_byte_for_byte_and_is_known_by_its_content(kind: str) -> None:
    data = image_file(kind)
    store = Store(web.Response(body=data, content_type="text/plain"))
    async with serving(store) as fetch:
        picture = await fetch(store.url("/a.gif"))
    assert picture.data == data
    assert (picture.format, picture.width) == (ImageFormat(kind.lower()), 64)


@each_row("body", [b"", b"<html>sorry</html>", image_file("GIF")])
async def test_what_is_no_whole_image_is_refused_at_once(body: bytes) -> None:
    store = Store(web.Response(body=body, content_type="image/png"))
    async with serving(store) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(store.url())
    assert not caught.value.transient
    assert len(store.requests) == 1


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


async def test_downloads_side_by_side_all_arrive_within_the_budget() -> None:
    store = Store("chunked")
    async with serving(store) as fetch:
        pictures = await asyncio.gather(*(fetch(store.url()) for _ in range(8)))
    assert len(pictures) == 8
