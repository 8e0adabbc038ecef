"""What each request passes: it is noted, meets its fault, takes its time, must be let in."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.engine.injection import meet
from bot.playground.engine.replies import is_lost
from bot.playground.sdapi.knobs import Flavour
from bot.playground.sdapi.replies import detail
from bot.playground.sdapi.state import NOTE, STATE, Seen, State

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

LIMIT, WINDOW_S, IMAGE_COST = 300, 60.0, 5


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Note the request and its answer, then wake whoever waits for it."""
    state = request.app[STATE]
    seen = Seen(
        route=state.route_of(request),
        method=request.method,
        path=request.path,
        headers=dict(request.headers),
        body=_parsed(await request.read()),
        at=time.monotonic(),
    )
    request[NOTE] = seen.note
    state.requests.append(seen)
    state.connections[id(request)] = request
    state.tell()
    try:
        answer = await handler(request)
        seen.status = None if is_lost(request) else answer.status
        return answer
    finally:
        seen.took = time.monotonic() - seen.at
        del state.connections[id(request)]
        state.tell()


@web.middleware
async def inject_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as the route's next fault says, or truly when there is none."""
    state = request.app[STATE]
    return await meet(state.faults.take(state.route_of(request)), request, handler)


@web.middleware
async def take_time(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a part of the delay go by before something is done, and a part after it."""
    state = request.app[STATE]
    seconds = state.rng.uniform(*state.knobs.latency_ms) / 1000 / state.knobs.speed
    share = state.rng.random()
    await asyncio.sleep(seconds * share)
    answer = await handler(request)
    await asyncio.sleep(seconds * (1 - share))
    return answer


@web.middleware
async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse without ``--api``, without the password, or above the limiter's rate."""
    state = request.app[STATE]
    is_api = request.path.startswith("/sdapi/")
    if is_api and not state.knobs.api_on:
        return detail(404, "Not Found")
    if request.path.startswith("/sdcpp/") and state.knobs.flavour is not Flavour.SDCPP:
        return detail(404, "Not Found")
    if is_api and state.auth and (refused := _unknown(request, state.auth)) is not None:
        return refused
    if state.knobs.flavour is Flavour.SDNEXT and not _may(state, request.path):
        return detail(429, "Too many requests", {"Retry-After": "1"})
    return await handler(request)


def _unknown(request: web.Request, auth: str) -> web.Response | None:
    given = request.headers.get("Authorization", "")
    expected = f"Basic {base64.b64encode(auth.encode()).decode()}"
    if hmac.compare_digest(given.encode(), expected.encode()):
        return None
    words = "Incorrect username or password" if given else "Not authenticated"
    return detail(401, words, {"WWW-Authenticate": "Basic"})


def _may(state: State, path: str) -> bool:
    now, cost = time.monotonic(), IMAGE_COST if path.endswith("txt2img") else 1
    while state.spent and state.spent[0][0] <= now - WINDOW_S:
        state.spent.popleft()
    limit = LIMIT if state.knobs.per_minute is None else state.knobs.per_minute
    if sum(spent for _, spent in state.spent) + cost > limit:
        return False
    state.spent.append((now, cost))
    return True


def _parsed(body: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None
