"""What each request passes: it is noted, takes its time, meets its fault, and is counted."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.horde import limits
from bot.playground.horde.replies import is_lost, limited, page, refusal
from bot.playground.horde.state import BASE, NOTE, STATE, Note, Seen, State, route_of

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from bot.playground.horde.faults import Fault

PIECE = b" " * 262_144


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Note the request and its answer, then wake whoever waits for it."""
    at = time.monotonic()
    state = request.app[STATE]
    status: int | None = None
    note = request[NOTE] = Note(task_id=request.match_info.get("id", ""))
    try:
        answer = await handler(request)
        status = None if is_lost(request) else answer.status
        return answer
    finally:
        state.requests.append(
            Seen(
                route=route_of(request),
                method=request.method,
                path=request.path,
                query=dict(request.query),
                headers=dict(request.headers),
                at=at,
                status=status,
                took=time.monotonic() - at,
                note=note,
            )
        )
        state.tell()


@web.middleware
async def take_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a part of the delay go by before the work, and a part after it."""
    state = request.app[STATE]
    delay = state.rng.uniform(*state.knobs.latency_ms) / 1000
    await asyncio.sleep(delay / 2)
    answer = await handler(request)
    await asyncio.sleep(delay / 2)
    return answer


@web.middleware
async def inject_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as the route's next fault says, or truly when there is none."""
    fault = request.app[STATE].faults.take(route_of(request))
    if fault is None:
        return await handler(request)
    truth = await handler(request) if fault.does_work else None
    await asyncio.sleep(fault.delay)
    return await _suffer(fault, request, truth)


@web.middleware
async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what is asked too often; say the limiter's headers with every answer of the API."""
    state = request.app[STATE]
    if not request.path.startswith(BASE):
        return await handler(request)
    over = state.limits.exceeded(_limits(request), time.monotonic())
    if over and state.knobs.limits:
        return limited(over, state.knobs.limit_retry_after)
    answer = await handler(request)
    if not answer.prepared:
        answer.headers.setdefault("Retry-After", "60")
        answer.headers.setdefault("X-RateLimit-Limit", "90")
    return answer


@web.middleware
async def require_agent(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse whoever does not say who they are while their address is in time-out."""
    state = request.app[STATE]
    if is_timed_out(state, request) and not request.headers.get("Client-Agent"):
        return refusal(403, "Forbidden", "Your address is in time-out.")
    return await handler(request)


def is_timed_out(state: State, request: web.Request) -> float:
    """Return the seconds for which the caller's address is still in time-out."""
    timeout = state.timeouts.get(request.remote or "")
    return max(0.0, timeout.ends_at - time.monotonic()) if timeout else 0.0


def _limits(request: web.Request) -> list[tuple[str, limits.Limit]]:
    address, task = request.remote or "", request.match_info.get("id", "")
    match route_of(request):
        case "submit":
            return limits.of_submit(address, request.headers.get("apikey", ""))
        case "check":
            return [(f"check {address} {task}", limits.CHECKS)]
        case "status":
            return [(f"status {address} {task}", limits.READS)]
        case route:
            return [(f"{route} {address} {task}", limits.OTHERS)]


async def _suffer(
    fault: Fault, request: web.Request, truth: web.StreamResponse | None
) -> web.StreamResponse:
    if fault.drop is not None:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if fault.flood:
        return await _flood(fault, request)
    answer = _false_answer(fault) if fault.replaces_answer else truth
    if answer is None or answer.prepared:  # a streamed answer is already on its way
        return answer or web.Response()
    return await _cut(request, answer) if fault.cut else answer


def _false_answer(fault: Fault) -> web.Response:
    status = fault.status or (502 if fault.html else 200)
    if fault.body is None:
        said = page(status) if fault.html else refusal(status, fault.rc, fault.message)
        said.headers.update(fault.headers)
        return said
    body = fault.body.encode() if isinstance(fault.body, str) else fault.body
    kind = "text/html" if fault.html else "application/json"
    return web.Response(status=status, body=body, content_type=kind, headers=fault.headers)


async def _flood(fault: Fault, request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(status=fault.status or 200)
    response.content_type = "application/json"
    await response.prepare(request)
    with suppress(ConnectionError):  # a careful client hangs up
        for _ in range(fault.flood // len(PIECE)):
            await response.write(PIECE)
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
