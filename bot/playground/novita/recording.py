"""Middleware that keeps what came in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.novita.replies import is_lost
from bot.playground.novita.state import NOTE, ROUTE_NAMES, STATE, Note, Seen

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Note the request and its answer, then wake whoever waits for it."""
    at = time.monotonic()
    status: int | None = None
    note = request[NOTE] = Note(task_id=request.match_info.get("task_id", ""))
    try:
        answer = await handler(request)
        status = None if is_lost(request) else answer.status
        return answer
    finally:
        resource = request.match_info.route.resource
        state = request.app[STATE]
        state.requests.append(
            Seen(
                route=ROUTE_NAMES.get(resource.canonical if resource else "", ""),
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
