"""Downloads that a careful client survives."""

from __future__ import annotations

import asyncio
import struct
import zlib
from contextlib import suppress
from functools import cache

from aiohttp import web

from bot.playground.novita.knobs import ImageFault

HUGE_BYTES = 200_000_000
CHUNK = bytes(1 << 18)
HUGE_SIDE = 30_000
PAGE = "<!doctype html><title>Sorry</title><p>This image is not here."


async def answer(request: web.Request, fault: ImageFault, picture: bytes) -> web.StreamResponse:
    """Return ``picture`` as the fault would deliver it."""
    match fault:
        case ImageFault.HUGE_BODY | ImageFault.HUGE_LENGTH:
            return await _huge(request, picture, declared=fault is ImageFault.HUGE_LENGTH)
        case ImageFault.HUGE_PIXELS:
            bomb = await asyncio.to_thread(huge_png)
            return web.Response(body=bomb, content_type="image/png")
        case ImageFault.REDIRECT_AWAY | ImageFault.REDIRECT_HOME:
            return _redirect(request, is_away=fault is ImageFault.REDIRECT_AWAY)
        case _:
            return _wrong_file(fault, picture)


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


@cache
def huge_png() -> bytes:
    """Return a whole PNG of 30,000x30,000 white pixels in about 160 kB."""
    header = struct.pack(">IIBBBBB", HUGE_SIDE, HUGE_SIDE, 1, 0, 0, 0, 0)
    row = b"\0" + b"\xff" * (HUGE_SIDE // 8)
    packer = zlib.compressobj(1, strategy=zlib.Z_RLE)
    rows = b"".join(packer.compress(row) for _ in range(HUGE_SIDE)) + packer.flush()
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", rows), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
