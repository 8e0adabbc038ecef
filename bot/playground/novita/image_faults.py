"""Downloads that a careful client survives."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.novita import odd_pictures
from bot.playground.novita.knobs import ImageFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.novita.knobs import Knobs

HUGE_BYTES = 200_000_000
CHUNK = bytes(1 << 18)
PAGE = "<!doctype html><title>Sorry</title><p>This image is not here."


ODD: dict[ImageFault, Callable[[bytes], bytes]] = {
    ImageFault.ANIMATED: odd_pictures.animated,
    ImageFault.APPENDED: odd_pictures.appended,
    ImageFault.THUMBNAIL: odd_pictures.with_thumbnail,
    ImageFault.MANY_SCANS: lambda _: odd_pictures.many_scans(),
    ImageFault.HUGE_PIXELS: lambda _: odd_pictures.huge_png(),
}


async def answer(
    request: web.Request, fault: ImageFault, picture: bytes, knobs: Knobs
) -> web.StreamResponse:
    """Return ``picture`` as the fault would deliver it."""
    match fault:
        case ImageFault.HUGE_BODY | ImageFault.HUGE_LENGTH:
            return await _huge(request, picture, declared=fault is ImageFault.HUGE_LENGTH)
        case ImageFault.DRIP:
            return await _drip(request, picture, knobs)
        case ImageFault.REDIRECT_AWAY | ImageFault.REDIRECT_HOME:
            return _redirect(request, is_away=fault is ImageFault.REDIRECT_AWAY)
        case _ if fault in ODD:
            odd = await asyncio.to_thread(ODD[fault], picture)
            return web.Response(body=odd, content_type=_type_of(odd))
        case _:
            return _wrong_file(fault, picture)


def _type_of(file: bytes) -> str:
    starts = {b"\x89PNG": "image/png", b"RIFF": "image/webp"}
    return starts.get(file[:4], "image/jpeg")


def _wrong_file(fault: ImageFault, picture: bytes) -> web.Response:
    if fault is ImageFault.HTML:
        return web.Response(text=PAGE, content_type="text/html")
    if fault is ImageFault.LYING_TYPE:  # a type that is never asked for
        return web.Response(body=picture, content_type="image/gif")
    contents = {
        ImageFault.TRUNCATED: picture[: -max(16, len(picture) // 10)],
        ImageFault.TEXT: b"not an image",
        ImageFault.EMPTY: b"",
    }
    return web.Response(body=contents[fault], content_type="image/jpeg")


def _redirect(request: web.Request, *, is_away: bool) -> web.Response:
    """Lead to this server, under another name of it when ``is_away``."""
    host, _, port = request.host.partition(":")
    other = "127.0.0.1" if host == "localhost" else "localhost"
    origin = f"http://{other}:{port}" if is_away else ""
    place = f"{origin}/elsewhere/{request.match_info['name']}"
    return web.Response(status=302, headers={"Location": place})


async def _huge(request: web.Request, start: bytes, *, declared: bool) -> web.StreamResponse:
    """Send 200 MB that begin like the image, with or without saying so beforehand."""
    response = web.StreamResponse(headers={"Content-Type": "image/jpeg"})
    response.content_length = HUGE_BYTES if declared else None
    await response.prepare(request)
    with suppress(ConnectionError):  # a careful client hangs up
        await response.write(start)
        sent = len(start)
        while sent < HUGE_BYTES:
            piece = CHUNK[: HUGE_BYTES - sent]
            await response.write(piece)
            sent += len(piece)
    return response


async def _drip(request: web.Request, picture: bytes, knobs: Knobs) -> web.StreamResponse:
    """Promise much, and send the image a byte at a time."""
    response = web.StreamResponse(headers={"Content-Type": "image/jpeg"})
    response.content_length = knobs.drip_declares
    await response.prepare(request)
    with suppress(ConnectionError):  # a careful client hangs up
        for byte in picture:
            await response.write(bytes([byte]))
            await asyncio.sleep(knobs.drip_pause_s)
    return response
