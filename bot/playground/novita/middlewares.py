"""What each request passes first: it is noted, and meets its fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.engine.injection import meet
from bot.playground.engine.recording import recorded
from bot.playground.novita.state import NOTE, STATE, Note, route_of

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Note the request and its answer, then wake whoever waits for it."""
    state = request.app[STATE]
    note = request[NOTE] = Note(task_id=request.match_info.get("task_id", ""))
    return await recorded(request, handler, state, route_of(request), note)


@web.middleware
async def inject_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as the route's next fault says, or truly when there is none."""
    return await meet(request.app[STATE].faults.take(route_of(request)), request, handler)
