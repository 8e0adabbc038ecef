"""The small HTTP server of contract section 6. It keeps no access log: one path is a secret."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.web.health import metrics
from bot.web.webhook import MAX_EVENT_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from aiohttp.typedefs import Handler

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@asynccontextmanager
async def serving(
    host: str, port: int, *, healthz: Handler, events: Handler | None
) -> AsyncGenerator[int]:
    """Serve until the block ends; yield the port, which ``port`` 0 lets the system pick.

    Raises:
        OSError: the port is taken or not allowed.

    """
    app = web.Application(client_max_size=MAX_EVENT_BYTES)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", metrics)
    if events is not None:
        app.router.add_post("/webhooks/novita/{secret}", events)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound: int = runner.addresses[0][1]
        log.info("web.started", host=host, port=bound)
        yield bound
    finally:
        await runner.cleanup()
