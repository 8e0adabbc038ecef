"""Faults that a test queues for a route, and which request meets one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(kw_only=True)
class Fault:
    """One way in which a request goes wrong.

    With neither ``status``, ``body``, ``size`` nor ``drop`` the true answer is given, only
    later (``delay``) or in half (``cut``).
    """

    route: str
    """A name of ``ROUTES``, or ``*`` for any."""
    status: int = 0
    body: str | bytes | None = None
    kind: str = "application/json"
    """The content type of ``body``."""
    headers: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    """So many bytes of nothing, with no length said beforehand."""
    drop: Literal["before", "after"] | None = None
    """Close the connection without an answer, before or after the work was done."""
    after: bool = False
    """Whether the work is done (a task queued) before the false answer is given."""
    delay: float = 0
    """Seconds of silence before the answer or the drop."""
    cut: bool = False
    """Half of the answer's bytes, then the connection is closed."""
    times: int | None = 1
    """How many requests meet it; None is all."""
    met: int = 0
    """How many requests have met it so far."""

    @property
    def is_spent(self) -> bool:
        """Whether no further request meets it."""
        return self.times is not None and self.met >= self.times

    @property
    def replaces_answer(self) -> bool:
        """Whether the true answer is never seen."""
        return bool(self.status or self.size or self.drop) or self.body is not None

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
            if fault.route in {route, "*"} and not fault.is_spent:
                fault.met += 1
                return fault
        return None
