"""Real image files for these tests, and a server that keeps them."""

from __future__ import annotations

import io
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web
from PIL import Image

from bot.embedded.mark import MARK
from bot.engines.pictures.stripping import stripped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def jpeg(shade: int = 80, side: int = 64) -> bytes:
    """Return a small JPEG of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (side, side), (shade, 120, 40)).save(file, "JPEG")
    return file.getvalue()


def unlabelled(posted: bytes) -> bytes:
    """Return a posted file, which has to carry the mark, without what we put into it."""
    assert MARK in posted
    bare = stripped(posted)
    if bare[12:16] == b"VP8X" and not bare[20]:  # a header which only our records needed
        bare = b"RIFF" + (len(bare) - 26).to_bytes(4, "little") + b"WEBP" + bare[30:]
    return bare


@asynccontextmanager
async def picture_server(data: bytes) -> AsyncIterator[tuple[str, list[web.Request]]]:
    """Serve ``data`` at every address; yield the origin and the requests as they come."""
    seen: list[web.Request] = []

    async def handle(request: web.Request) -> web.Response:
        seen.append(request)
        return web.Response(body=data, content_type="image/jpeg")

    application = web.Application()
    application.router.add_get("/{path:.*}", handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", seen
    finally:
        await runner.cleanup()
