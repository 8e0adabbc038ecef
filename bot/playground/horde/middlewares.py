"""What each request passes: it is noted, takes its time, meets its fault, and is counted."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.engine.injection import meet
from bot.playground.engine.recording import recorded
from bot.playground.engine.state import Note
from bot.playground.horde import limits
from bot.playground.horde.replies import limited, refusal
from bot.playground.horde.state import BASE, NOTE, STATE, State, route_of

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Note the request and its answer, then wake whoever waits for it."""
    state = request.app[STATE]
    note = request[NOTE] = Note(task_id=request.match_info.get("id", ""))
    return await recorded(request, handler, state, route_of(request), note)


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
    return await meet(request.app[STATE].faults.take(route_of(request)), request, handler)


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
