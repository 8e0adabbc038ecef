"""Faults that a test queues for a route, as AI Horde words them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from typing_extensions import override

from bot.playground.engine import faults
from bot.playground.horde.replies import refusal

if TYPE_CHECKING:
    from aiohttp import web

Route: TypeAlias = Literal[
    "submit", "check", "status", "cancel", "find_user", "models", "modes", "image"
]


@dataclass(kw_only=True)
class Fault(faults.Fault):
    """One way in which a request goes wrong."""

    route: Route
    rc: str = ""
    message: str = "injected fault"

    @override
    def refusal(self, status: int) -> web.Response:
        """Return the API's error reply."""
        return refusal(status, self.rc, self.message)


class Faults(faults.Waiting[Fault]):
    """The faults in waiting."""

    def add(self, fault: Fault) -> Fault:
        """Queue a fault and return it, so that ``met`` can be read."""
        return self.queue(fault)
