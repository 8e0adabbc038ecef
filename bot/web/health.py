"""GET /healthz: are the database and every shard there? GET /metrics: the numbers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler


def healthz(ping: Callable[[], Awaitable[bool]], connected: Callable[[], bool]) -> Handler:
    """Return the handler that answers 200 when all is well and 503 otherwise, as JSON.

    Args:
        ping: Whether the database answers, soon.
        connected: Whether every shard is connected.

    """

    async def handle(_: web.Request) -> web.Response:
        database = await ping()
        shards = connected()
        body = {"ok": database and shards, "database": database, "shards": shards}
        return web.json_response(body, status=200 if body["ok"] else 503)

    return handle


async def metrics(_: web.Request) -> web.Response:
    """Answer with everything counted, in Prometheus' text form."""
    # It reads files of the system, on the process itself.
    counted = await asyncio.to_thread(generate_latest)
    return web.Response(body=counted, headers={"Content-Type": CONTENT_TYPE_LATEST})
