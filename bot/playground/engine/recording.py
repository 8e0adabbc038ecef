"""How what came in is kept."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from bot.playground.engine.replies import is_lost
from bot.playground.engine.state import Seen

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from bot.playground.engine.state import State

NoteT = TypeVar("NoteT")


async def recorded(
    request: web.Request,
    handler: Handler,
    state: State[Any, Any, Seen[NoteT]],
    route: str,
    note: NoteT,
) -> web.StreamResponse:
    """Answer; keep the request with its answer, then wake whoever waits for it."""
    at = time.monotonic()
    status: int | None = None
    try:
        answer = await handler(request)
    except web.HTTPException as error:
        status = error.status
        raise
    else:
        status = None if is_lost(request) else answer.status
        return answer
    finally:
        state.requests.append(
            Seen(
                route=route,
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
