"""How often an address or key may ask, as sliding windows."""

from __future__ import annotations

from collections import defaultdict, deque

ANONYMOUS = "0000000000"

SUBMITS = ("90 per 1 minute", 90, 60.0)
BURST = ("2 per 1 second", 2, 1.0)
ANONYMOUS_BURST = ("60 per 1 second", 60, 1.0)
CHECKS = ("10 per 1 second", 10, 1.0)
READS = ("10 per 1 minute", 10, 60.0)
OTHERS = ("90 per 1 minute", 90, 60.0)

Limit = tuple[str, int, float]


class Limits:
    """Remember what was asked; a request counts even when it is refused."""

    def __init__(self) -> None:
        self._asked = defaultdict[tuple[str, str], deque[float]](deque)

    def exceeded(self, counted: list[tuple[str, Limit]], now: float) -> str | None:
        """Count a request under each name; return what it exceeds."""
        over = None
        for name, (words, most, seconds) in counted:
            asked = self._asked[name, words]
            while asked and asked[0] <= now - seconds:
                asked.popleft()
            if len(asked) >= most:
                over = over or words
            asked.append(now)
        return over


def of_submit(address: str, key: str) -> list[tuple[str, Limit]]:
    """Return the limits of a submit: of its address across keys, and of its key."""
    own = ANONYMOUS_BURST if key == ANONYMOUS else BURST
    return [(f"submit {address}", SUBMITS), (f"burst {address}", BURST), (f"key {key}", own)]
