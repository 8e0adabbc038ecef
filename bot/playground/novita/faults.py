"""Faults that a test queues for a route, and which request meets one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Concatenate, Literal, ParamSpec, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Route: TypeAlias = Literal["submit", "result", "model", "user", "balance", "image"]
P = ParamSpec("P")


@dataclass(kw_only=True)
class Fault:
    """One way in which a request goes wrong.

    With neither ``status``, ``body``, ``html`` nor ``drop`` the true answer is given, only
    later (``delay``) or in half (``cut``).
    """

    route: Route
    status: int | None = None
    reason: str = "INTERNAL_ERROR"
    body: str | None = None
    """Sent word for word, as JSON unless ``html``."""
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = 1
    """How many requests meet it; None is all."""
    drop: Literal["before", "after"] | None = None
    """Close the connection without an answer, before or after the work was done."""
    after: bool = False
    """Whether the work is done (a task created) before the false answer is given."""
    delay: float = 0
    """Seconds of silence before the answer or the drop."""
    html: bool = False
    """A gateway's error page instead of JSON."""
    cut: bool = False
    """Half of the answer's bytes, then the connection is closed."""
    met: int = 0
    """How many requests have met it so far."""

    @property
    def is_spent(self) -> bool:
        """Whether no further request meets it."""
        return self.times is not None and self.met >= self.times

    @property
    def replaces_answer(self) -> bool:
        """Whether the true answer is never seen."""
        return self.status is not None or self.body is not None or self.html or bool(self.drop)

    @property
    def does_work(self) -> bool:
        """Whether the request has its true effect."""
        return self.after or self.drop == "after" or not self.replaces_answer


def _queued(make: Callable[P, Fault]) -> Callable[Concatenate[Faults, P], Fault]:
    def add(self: Faults, /, *args: P.args, **kwargs: P.kwargs) -> Fault:
        fault = make(*args, **kwargs)
        self.waiting.append(fault)
        return fault

    return add


class Faults:
    """The faults in waiting, oldest first.

    ``add`` takes what ``Fault`` takes, queues it and returns it, so that ``met`` can be read.
    """

    add = _queued(Fault)

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def clear(self) -> None:
        """Forget all faults."""
        self.waiting.clear()

    def take(self, route: str) -> Fault | None:
        """Return the fault that a request on ``route`` meets now, counting it."""
        for fault in self.waiting:
            if fault.route == route and not fault.is_spent:
                fault.met += 1
                return fault
        return None
