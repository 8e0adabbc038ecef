"""Faults that a test queues for a route, and which request meets one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Route: TypeAlias = Literal[
    "submit", "check", "status", "cancel", "find_user", "models", "modes", "image"
]


@dataclass(kw_only=True)
class Fault:
    """One way in which a request goes wrong.

    With neither ``status``, ``body`` nor ``drop`` the true answer is given, only later (``delay``)
    or in half (``cut``).
    """

    route: Route
    status: int | None = None
    rc: str = ""
    message: str = "injected fault"
    body: str | bytes | None = None
    """Sent word for word, as JSON unless ``html``."""
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = 1
    """How many requests meet it; None is all."""
    drop: Literal["before", "after"] | None = None
    """Close the connection without an answer, before or after the work was done."""
    after: bool = False
    """Whether the work is done (a request taken) before the false answer is given."""
    delay: float = 0
    """Seconds of silence before the answer or the drop."""
    html: bool = False
    """A page instead of JSON."""
    cut: bool = False
    """Half of the answer's bytes, then the connection is closed."""
    flood: int = 0
    """So many bytes of a body that never seems to end."""
    met: int = 0
    """How many requests have met it so far."""

    @property
    def is_spent(self) -> bool:
        """Whether no further request meets it."""
        return self.times is not None and self.met >= self.times

    @property
    def replaces_answer(self) -> bool:
        """Whether the true answer is never seen."""
        said = self.status is not None or self.body is not None or self.html
        return said or bool(self.drop) or bool(self.flood)

    @property
    def does_work(self) -> bool:
        """Whether the request has its true effect."""
        return self.after or self.drop == "after" or not self.replaces_answer


class Faults:
    """The faults in waiting, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Queue a fault and return it, so that ``met`` can be read."""
        self.waiting.append(fault)
        return fault

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
