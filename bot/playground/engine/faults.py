"""Faults that a test queues for a route, and which request meets one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Generic, Literal, TypeVar

from aiohttp import web

from bot.playground.engine import replies

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(kw_only=True)
class Fault(ABC):
    """One way in which a request goes wrong.

    With neither ``status``, ``body``, ``html``, ``flood`` nor ``drop`` the true answer is given,
    only later (``delay``) or in half (``cut``).
    """

    route: str
    """The name of a route, or ``*`` for any."""
    status: int | None = None
    body: str | bytes | None = None
    """Sent word for word."""
    html: bool = False
    """A page instead of JSON."""
    kind: str = ""
    """The content type of ``body`` and ``flood``; empty: of a page, or of JSON."""
    headers: Mapping[str, str] = field(default_factory=dict)
    flood: int = 0
    """So many bytes of a body that never seems to end, with no length said beforehand."""
    drop: Literal["before", "after"] | None = None
    """Close the connection without an answer, before or after the work was done."""
    after: bool = False
    """Whether the work is done (a task taken) before the false answer is given."""
    delay: float = 0
    """Seconds of silence before the answer or the drop."""
    cut: bool = False
    """Half of the answer's bytes, then the connection is closed."""
    times: int | None = 1
    """How many requests meet it; None is all."""
    met: int = 0
    """How many requests have met it so far."""

    page_status: ClassVar[int] = 502
    """Of a page, when nothing else is said."""
    flood_begins: ClassVar[bytes] = b""
    flood_ends: ClassVar[bytes] = b""

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

    @property
    def content_type(self) -> str:
        """Of what it says itself."""
        return self.kind or ("text/html" if self.html else "application/json")

    @property
    def silence(self) -> tuple[float, float]:
        """Seconds before the work and after it."""
        return 0.0, self.delay

    def false_answer(self) -> web.Response:
        """Return what is said in the place of the truth."""
        status = self.status or (self.page_status if self.html else 200)
        if self.body is None:
            answer = self.page(status) if self.html else self.refusal(status)
            answer.headers.update(self.headers)
            return answer
        body = self.body.encode() if isinstance(self.body, str) else self.body
        return web.Response(
            status=status, body=body, content_type=self.content_type, headers=self.headers
        )

    def page(self, status: int) -> web.Response:
        """Return a page that is no answer of this engine's."""
        return replies.page(status)

    @abstractmethod
    def refusal(self, status: int) -> web.Response:
        """Return what this engine says with a status."""


FaultT = TypeVar("FaultT", bound=Fault)


class Waiting(Generic[FaultT]):
    """The faults in waiting, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[FaultT] = []

    def queue(self, fault: FaultT) -> FaultT:
        """Queue a fault and return it, so that ``met`` can be read."""
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Forget all faults."""
        self.waiting.clear()

    def take(self, route: str) -> FaultT | None:
        """Return the fault that a request on ``route`` meets now, counting it."""
        for fault in self.waiting:
            if fault.route in {route, "*"} and not fault.is_spent:
                fault.met += 1
                return fault
        return None
