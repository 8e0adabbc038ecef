"""Say a thing once for each task, not at each look at it."""

from __future__ import annotations

from collections import OrderedDict

KEPT = 1000


class Once:
    """Remember what was said lately; of so much that it is bounded, the oldest is forgotten."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._said: OrderedDict[tuple[str, ...], None] = OrderedDict()

    def is_first(self, *what: str) -> bool:
        """Return whether this was not asked before, or so long ago that it is forgotten."""
        if what in self._said:
            self._said.move_to_end(what)
            return False
        self._said[what] = None
        if len(self._said) > self._kept:
            self._said.popitem(last=False)
        return True
