"""What was begun a moment ago, so that a second press does not do it again. Bounded; no clock."""

from __future__ import annotations

import math

SECONDS = 5.0
"""For so long after its end nothing is begun again."""

MOST = 10_000
"""Things that are remembered; the oldest goes first."""


class Lately:
    """Remembers by name."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def begin(self, name: str, now: float) -> bool:
        """Note that something begins; return False where it is under way, or just was."""
        if self._until.get(name, -math.inf) > now:
            return False
        self._until.pop(name, None)
        self._until[name] = math.inf
        if len(self._until) > MOST:
            self._forget(now)
        return True

    def end(self, name: str, now: float) -> None:
        """Note that it was done."""
        if name in self._until:
            self._until[name] = now + SECONDS

    def undo(self, name: str) -> None:
        """Note that nothing came of it: it may be begun again at once."""
        self._until.pop(name, None)

    def _forget(self, now: float) -> None:
        self._until = {name: until for name, until in self._until.items() if until > now}
        while len(self._until) > MOST:
            del self._until[next(iter(self._until))]
