"""Faults that a test queues for a route, as Novita words them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Concatenate, Literal, ParamSpec, TypeAlias

from typing_extensions import override

from bot.playground.engine import faults
from bot.playground.novita.replies import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

Route: TypeAlias = Literal["submit", "result", "model", "user", "balance", "image"]
P = ParamSpec("P")


@dataclass(kw_only=True)
class Fault(faults.Fault):
    """One way in which a request goes wrong."""

    route: Route
    reason: str = "INTERNAL_ERROR"

    @override
    def refusal(self, status: int) -> web.Response:
        """Return the API's error reply."""
        return refusal(status, self.reason, "injected fault")


def _queued(make: Callable[P, Fault]) -> Callable[Concatenate[Faults, P], Fault]:
    def add(self: Faults, /, *args: P.args, **kwargs: P.kwargs) -> Fault:
        return self.queue(make(*args, **kwargs))

    return add


class Faults(faults.Waiting[Fault]):
    """The faults in waiting; ``add`` takes what ``Fault`` takes."""

    add = _queued(Fault)
