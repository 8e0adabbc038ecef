"""Faults that a test queues for a route, as web UIs word them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from aiohttp import web
from typing_extensions import override

from bot.playground.engine import faults
from bot.playground.sdapi.replies import detail

PAGE = "<!doctype html><title>Sign in</title><form action=/login><input name=password></form>"


@dataclass(kw_only=True)
class Fault(faults.Fault):
    """One way in which a request goes wrong.

    The route is the last part of a path, such as ``txt2img``; ``job`` for a job's. A flood begins
    like an answer with images.
    """

    late: float = 0
    """Seconds of silence after the work was done; those of ``delay`` come before it."""

    page_status: ClassVar[int] = 200
    flood_begins: ClassVar[bytes] = b'{"images":["'
    flood_ends: ClassVar[bytes] = b'"],"parameters":{},"info":""}'

    @property
    @override
    def silence(self) -> tuple[float, float]:
        """Seconds before the work and after it."""
        return self.delay, self.late

    @override
    def page(self, status: int) -> web.Response:
        """Return the page that asks who it is."""
        return web.Response(status=status, text=PAGE, content_type="text/html")

    @override
    def refusal(self, status: int) -> web.Response:
        """Return a refusal of FastAPI's."""
        return detail(status, "fault")


class Faults(faults.Waiting[Fault]):
    """The faults in waiting."""

    def add(self, route: str, **said: Any) -> Fault:  # noqa: ANN401 - what Fault takes
        """Queue a fault and return it, so that ``met`` can be read."""
        return self.queue(Fault(route=route, **said))
