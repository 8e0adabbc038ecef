"""Middleware that makes a request meet its fault."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.comfyui.state import ROUTE, STATE

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from bot.playground.comfyui.faults import Fault

CHUNK = bytes(1 << 18)


@web.middleware
async def inject_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as the route's next fault says, or truly when there is none."""
    fault = request.app[STATE].faults.take(request[ROUTE])
    if fault is None:
        return await handler(request)
    truth = await handler(request) if fault.does_work else None
    await asyncio.sleep(fault.delay)
    if fault.drop is not None:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if fault.size:
        return await _huge(request, fault)
    answer = _false_answer(fault) if fault.replaces_answer or truth is None else truth
    return await _cut(request, answer) if fault.cut else answer


def _false_answer(fault: Fault) -> web.Response:
    body = fault.body.encode() if isinstance(fault.body, str) else fault.body or b""
    kind = fault.kind if fault.body is not None else "text/plain"
    return web.Response(
        status=fault.status or 200, body=body, content_type=kind, headers=fault.headers
    )


async def _huge(request: web.Request, fault: Fault) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": fault.kind})
    await response.prepare(request)
    with suppress(ConnectionError):  # a careful client hangs up
        for _ in range(fault.size // len(CHUNK)):
            await response.write(CHUNK)
    return response


async def _cut(request: web.Request, whole: web.StreamResponse) -> web.StreamResponse:
    body = whole.body if isinstance(whole, web.Response) else b""
    content = bytes(body) if isinstance(body, (bytes, bytearray)) else b""
    half = web.StreamResponse(status=whole.status, headers={"Content-Type": whole.content_type})
    half.content_length = len(content)
    await half.prepare(request)
    await half.write(content[: len(content) // 2])
    if request.transport is not None:
        request.transport.close()
    return half
