"""The HTTP server: health, metrics and webhooks, for few and possibly hostile clients."""

from __future__ import annotations

import asyncio
import errno
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from typing_extensions import override

from bot.errors import ConfigurationError, DarkroomError
from bot.web.health import metrics
from bot.web.webhook import MAX_EVENT_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from aiohttp.typedefs import Handler, Middleware

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a client may take."""

    request_seconds: float = 10.0
    """For a request to arrive, its head and then its body; and for the next one to begin."""
    connections: int = 100
    """At once; one more is closed as soon as it is made."""


@asynccontextmanager
async def serving(
    host: str,
    port: int,
    *,
    healthz: Handler,
    events: Handler | None,
    bounds: Bounds = Bounds(),
) -> AsyncGenerator[int]:
    """Serve until the block ends; yield the port, which ``port`` 0 lets the system pick.

    Raises:
        DarkroomError: the port is in use.
        ConfigurationError: the port is not allowed, or the host is not of this machine.

    """
    app = web.Application(
        client_max_size=MAX_EVENT_BYTES, middlewares=[_whole_in(bounds.request_seconds)]
    )
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", metrics)
    if events is not None:
        app.router.add_post("/webhooks/novita/{secret}", events)
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=2,
        # Counted from the connection's beginning too, so that it ends a head sent by halves.
        keepalive_timeout=bounds.request_seconds,
        lingering_time=min(1.0, bounds.request_seconds),
    )
    await runner.setup()
    try:
        async with _listening(runner, host, port, bounds.connections) as bound:
            log.info("web.started", host=host, port=bound)
            yield bound
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _listening(runner: web.AppRunner, host: str, port: int, most: int) -> AsyncGenerator[int]:
    server = runner.server
    if server is None:
        raise RuntimeError("the runner has not been set up")

    def answer() -> asyncio.Protocol:
        return _TurnedAway() if len(server.connections) >= most else server()

    try:
        listener = await asyncio.get_running_loop().create_server(answer, host, port)
    except OSError as error:
        raise unusable(port, error) from error
    try:
        bound: int = listener.sockets[0].getsockname()[1]
        yield bound
    finally:
        listener.close()


class _TurnedAway(asyncio.Protocol):
    """A connection too many."""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


def _whole_in(seconds: float) -> Middleware:
    """Return a middleware that reads the body first, and answers 408 when it does not come."""

    @web.middleware
    async def read(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            async with asyncio.timeout(seconds):
                await request.read()
        except TimeoutError:
            late = web.Response(status=408)
            late.force_close()
            return late
        return await handler(request)

    return read


def unusable(port: int, error: OSError) -> DarkroomError:
    """Return which setting the system does not take.

    A port in use is no wrong setting: the process that has it may be about to leave.
    """
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return ConfigurationError("HTTP_HOST: is not an address of this machine")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return ConfigurationError("HTTP_PORT: this user is not allowed to listen on it")
    if error.errno == errno.EADDRINUSE:
        return DarkroomError(f"HTTP_PORT: {port} is already in use")
    return DarkroomError(f"HTTP_PORT: {error.strerror or error}")
