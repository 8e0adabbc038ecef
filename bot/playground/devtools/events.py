"""Events and the acts they belong to, as the page reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that went over the wire. ``at`` is ``time.monotonic()``, ``took`` seconds."""

    at: float
    took: float | None
    source: str
    """``Discord``, ``bot``, or what the engine is called."""
    target: str
    what: str
    detail: str = ""
    status: int | None = None
    """The HTTP status of the answer; None where none came, or none was due."""
    times: int = 1
    """How many alike, one after the other, are told as this one."""
    is_open: bool = False
    """Whether its answer is still to come."""

    @property
    def end(self) -> float:
        """When it was over."""
        return self.at + (self.took or 0)

    def to_json(self, start: float) -> dict[str, Any]:
        """Return it as the page reads it, in milliseconds from ``start``."""
        return {
            "after_ms": milliseconds(self.at - start),
            "took_ms": None if self.took is None else milliseconds(self.took),
            "from": self.source,
            "to": self.target,
            "what": self.what,
            "detail": shortened(self.detail),
            "status": self.status,
            "times": self.times,
            "open": self.is_open,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One deed of a person and all that came of it."""

    id: int
    title: str
    by: str
    at: float
    at_ms: int
    """When it was done, in milliseconds since 1970."""
    done: bool
    events: tuple[Event, ...]
    """In the order of their beginning."""

    def to_json(self) -> dict[str, Any]:
        """Return it as the page reads it."""
        return {
            "id": str(self.id),
            "title": self.title,
            "by": self.by,
            "at": self.at_ms,
            "done": self.done,
            "events": [each.to_json(self.at) for each in self.events],
        }


def milliseconds(seconds: float) -> float:
    """Return seconds as milliseconds with one decimal, never below 0."""
    return max(0.0, round(seconds * 1000, 1))


def shortened(words: str) -> str:
    """Return words on one line, cut where a line of the panel would never end."""
    line = " ".join(words[: 4 * MOST_WORDS].split())
    return line if len(line) <= MOST_WORDS else f"{line[: MOST_WORDS - 1]}…"
