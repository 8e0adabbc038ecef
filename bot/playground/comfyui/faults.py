"""Faults that a test queues for a route, as ComfyUI words them."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web
from typing_extensions import override

from bot.playground.engine import faults


@dataclass(kw_only=True)
class Fault(faults.Fault):
    """One way in which a request goes wrong; the route is a name of ``ROUTES``."""

    @override
    def refusal(self, status: int) -> web.Response:
        """Return a status without a word."""
        return web.Response(status=status, body=b"", content_type="text/plain")


class Faults(faults.Waiting[Fault]):
    """The faults in waiting."""

    def add(self, fault: Fault) -> Fault:
        """Queue a fault and return it, so that ``met`` can be read."""
        return self.queue(fault)
