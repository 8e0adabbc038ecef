"""Middleware that makes a request meet its fault."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.novita.replies import gateway_page, refusal
from bot.playground.novita.state import ROUTE_NAMES, STATE

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from bot.playground.novita.faults import Fault


@web.middleware
async def inject_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as the route's next fault says, or truly when there is none."""
    resource = request.match_info.route.resource
    name = ROUTE_NAMES.get(resource.canonical if resource else "", "")
    fault = request.app[STATE].faults.take(name)
    if fault is None:
        return await handler(request)
    truth = await handler(request) if fault.does_work else None
    await asyncio.sleep(fault.delay)
    return await _suffer(fault, request, truth)


async def _suffer(
    fault: Fault, request: web.Request, truth: web.StreamResponse | None
) -> web.StreamResponse:
    if fault.drop is not None:
        _abort(request)
        return web.Response()
    answer = _false_answer(fault) if fault.replaces_answer else truth
    if answer is None or answer.prepared:  # a streamed answer is already on its way
        return answer or web.Response()
    return await _cut(request, answer) if fault.cut else answer


def _false_answer(fault: Fault) -> web.Response:
    status = fault.status or (502 if fault.html else 200)
    if fault.body is not None:
        kind = "text/html" if fault.html else "application/json"
        return web.Response(
            status=status, text=fault.body, content_type=kind, headers=fault.headers
        )
    if fault.html:
        return gateway_page(status)
    return refusal(status, fault.reason, "injected fault", headers=fault.headers)


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


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
