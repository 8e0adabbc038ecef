"""Faults that a test queues for a route, and the middleware in which a request meets its own."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import web

from bot.playground.sdapi.state import STATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.typedefs import Handler

PAGE = "<!doctype html><title>Sign in</title><form action=/login><input name=password></form>"
CHUNK = b"A" * (1 << 20)


@dataclass(kw_only=True)
class Fault:
    """One way in which a request goes wrong; without an answer of its own the true one is given."""

    route: str
    """The last part of a path, such as ``txt2img``; ``job`` for a job's, ``*`` for every one."""
    status: int | None = None
    body: str | None = None
    """Sent word for word, as JSON unless ``html``."""
    html: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: Literal["before", "after"] | None = None
    """Close the connection without an answer, before or after the work was done."""
    cut: bool = False
    """Half of the answer, then the connection is closed."""
    huge_bytes: int = 0
    """An answer that begins like one with images, of so many bytes."""
    delay: float = 0
    """Seconds of silence before all that."""
    late: float = 0
    """Seconds of silence after the work was done."""
    times: int | None = 1
    met: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether no further request meets it."""
        return self.times is not None and self.met >= self.times

    @property
    def does_work(self) -> bool:
        """Whether the request has its true effect."""
        replaces = self.status is not None or self.body is not None or self.html or self.huge_bytes
        return self.drop == "after" or self.cut or not (replaces or self.drop)


class Faults:
    """The faults in waiting, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, route: str, **said: Any) -> Fault:  # noqa: ANN401 - what Fault takes
        """Queue a fault and return it, so that ``met`` can be read."""
        fault = Fault(route=route, **said)
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Forget all faults."""
        self.waiting.clear()

    def take(self, route: str) -> Fault | None:
        """Return the fault that a request meets now, counting it."""
        for fault in self.waiting:
            if fault.route in {route, "*"} and not fault.is_spent:
                fault.met += 1
                return fault
        return None


@web.middleware
async def inject_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as the route's next fault says, or truly when there is none."""
    state = request.app[STATE]
    fault = state.faults.take(state.route_of(request))
    if fault is None:
        return await handler(request)
    await asyncio.sleep(fault.delay)
    truth = await handler(request) if fault.does_work else None
    await asyncio.sleep(fault.late)
    if fault.drop is not None:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if fault.huge_bytes:
        return await _huge(request, fault.huge_bytes)
    if truth is None:
        return _false_answer(fault)
    return await _cut(request, truth) if fault.cut else truth


def _false_answer(fault: Fault) -> web.Response:
    kind = "text/html" if fault.html else "application/json"
    body = fault.body if fault.body is not None else PAGE if fault.html else '{"detail":"fault"}'
    status = fault.status or 200
    return web.Response(status=status, text=body, content_type=kind, headers=fault.headers)


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


async def _huge(request: web.Request, size: int) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    with suppress(ConnectionError):  # a careful client hangs up
        await response.write(b'{"images":["')
        for _ in range(size // len(CHUNK)):
            await response.write(CHUNK)
        await response.write(b'"],"parameters":{},"info":""}')
    return response
