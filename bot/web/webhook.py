"""POST /webhooks/novita/<secret>: a hint that a task ended. Nothing in it is believed."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp.typedefs import Handler

MAX_EVENT_BYTES = 256 * 1024

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def novita_events(secret: str, hint: Callable[[str], bool]) -> Handler:
    """Return the handler of completion events: 204, or 404 to whoever lacks the secret.

    Args:
        secret: The last part of the address, compared in constant time.
        hint: Looks at the task with this id soon; returns whether it is one of ours.

    """

    async def handle(request: web.Request) -> web.Response:
        given = request.match_info["secret"].encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(given, secret.encode()):
            raise web.HTTPNotFound
        task_id = _task_id(await request.read())
        known = bool(task_id) and hint(task_id)
        log.info("webhook.received", known=known)
        return web.Response(status=204)

    return handle


def _task_id(body: bytes) -> str:
    """Return the task an event speaks of, or an empty string for anything odd."""
    try:
        event: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    for key in ("payload", "task"):
        event = event.get(key) if isinstance(event, dict) else None
    task_id = event.get("task_id") if isinstance(event, dict) else None
    return task_id if isinstance(task_id, str) else ""
