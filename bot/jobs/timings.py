"""How long like tasks took, learned as they end; for polling and for estimates."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from typing import TYPE_CHECKING

from bot.domain import polling

if TYPE_CHECKING:
    from collections.abc import Iterable

REMEMBERED = 16
"""Run times kept for one kind of work: old ones say little of today's load."""

KINDS = 1024
"""Kinds of work kept; the one unused for longest goes first."""


class Timings:
    """Run times by checkpoint and amount of work (in steps of about 1.4)."""

    def __init__(self, past: Iterable[tuple[str, float, float]] = ()) -> None:
        """Begin with ``past`` tasks: checkpoint, work in megapixel-steps, run seconds."""
        self._known: OrderedDict[tuple[str, int], deque[float]] = OrderedDict()
        for model, work, seconds in past:
            self.learn(model, work, seconds)

    def learn(self, model: str, work: float, seconds: float) -> None:
        """Note that a task took ``seconds``."""
        key = _kind(model, work)
        self._known.setdefault(key, deque(maxlen=REMEMBERED)).append(seconds)
        self._known.move_to_end(key)
        if len(self._known) > KINDS:
            self._known.popitem(last=False)

    def window(self, model: str, work: float) -> polling.Window | None:
        """Return when such a task is expected to end, or None when none was seen."""
        return polling.window(self._known.get(_kind(model, work), ()))

    def expected(self, model: str, work: float) -> float:
        """Return the seconds to promise a member."""
        return (self.window(model, work) or polling.UNLEARNED).high


def _kind(model: str, work: float) -> tuple[str, int]:
    return model, round(2 * math.log2(max(work, 0.01)))
