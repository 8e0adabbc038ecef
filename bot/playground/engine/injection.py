"""How a request meets its fault."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from bot.playground.engine.faults import Fault

PIECE = b" " * 262_144


async def meet(fault: Fault | None, request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as a fault says, or truly when there is none."""
    if fault is None:
        return await handler(request)
    before, after = fault.silence
    await asyncio.sleep(before)
    truth = await handler(request) if fault.does_work else None
    await asyncio.sleep(after)
    return await _suffer(fault, request, truth)


async def _suffer(
    fault: Fault, request: web.Request, truth: web.StreamResponse | None
) -> web.StreamResponse:
    if fault.drop is not None:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if fault.flood:
        return await _flood(fault, request)
    answer = fault.false_answer() if fault.replaces_answer or truth is None else truth
    if answer.prepared:  # a streamed answer is already on its way
        return answer
    return await _cut(request, answer) if fault.cut else answer


async def _flood(fault: Fault, request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(status=fault.status or 200)
    response.content_type = fault.content_type
    await response.prepare(request)
    with suppress(ConnectionError):  # a careful client hangs up
        await response.write(fault.flood_begins)
        for _ in range(fault.flood // len(PIECE)):
            await response.write(PIECE)
        await response.write(fault.flood_ends)
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
