"""How long like tasks take, learned as they end and while they run; for looks and estimates."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import polling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.ids import JobId

REMEMBERED = 16
"""Run times kept for one kind of work: old ones say little of today's load."""

COHORT = 30.0
"""Seconds between two submits at most where the one task tells how long the other runs: one that
hangs must not hold up those that come later."""

SCOUTED = 0.25
"""Seconds from one look to the next, of each kind, at a task that only follows the others: it may
be quicker than they are."""

KINDS = 1024
"""Kinds of work kept; the one unused for longest goes first."""


@dataclass(slots=True)
class _Kind:
    ended: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    running: dict[JobId, tuple[float, float]] = field(default_factory=dict)
    """Of tasks that still run, when they were submitted, and how long after they were seen."""
    newest: float = -math.inf
    """When the last was submitted, to a second or so."""
    scouted_at: float = -math.inf
    window: polling.Window | None = None
    """When such a task is expected to end, as far as ``is_current``."""
    is_current: bool = False


class Timings:
    """Run times by checkpoint and amount of work (in steps of about 1.4)."""

    def __init__(self, past: Iterable[tuple[str, float, float]] = ()) -> None:
        """Begin with ``past`` tasks: checkpoint, work in megapixel-steps, run seconds."""
        self._known: OrderedDict[tuple[str, int], _Kind] = OrderedDict()
        for model, work, seconds in past:
            self.learn(model, work, seconds)

    def learn(self, model: str, work: float, seconds: float) -> None:
        """Note that a task took ``seconds``."""
        kind = self._kind(model, work)
        kind.ended.append(seconds)
        kind.is_current = False

    def begins(self, model: str, work: float, since: float) -> None:
        """Note that a task was submitted then, by the steady clock."""
        kind = self._known.get(_key(model, work))
        if kind and since >= kind.newest + 1:
            kind.newest = since
            kind.is_current = False

    def runs(self, model: str, work: float, job_id: JobId, *, since: float, seconds: float) -> None:
        """Note that a job's task, submitted at ``since``, still ran ``seconds`` later."""
        kind = self._kind(model, work)
        kind.running[job_id] = since, seconds
        kind.newest = max(kind.newest, since)
        kind.is_current = False

    def may_scout(self, model: str, work: float, now: float) -> bool:
        """Whether a task may be looked at though it follows others; if so, it is."""
        kind = self._known.get(_key(model, work))
        if kind is None or kind.window is None or not kind.window.least:
            return False
        if now < kind.scouted_at + SCOUTED:
            return False
        kind.scouted_at = now
        return True

    def gone(self, model: str, work: float, job_id: JobId) -> None:
        """Note that nobody looks at the task of a job any more."""
        if kind := self._known.get(_key(model, work)):
            kind.running.pop(job_id, None)
            kind.is_current = False

    def window(self, model: str, work: float) -> polling.Window | None:
        """Return when such a task is expected to end, or None when nothing is known."""
        kind = self._known.get(_key(model, work))
        if kind is None:
            return None
        if not kind.is_current:
            since_then = kind.newest - COHORT
            alike = [seen for since, seen in kind.running.values() if since >= since_then]
            kind.window = polling.window(kind.ended, alike)
            kind.is_current = True
        return kind.window

    def expected(self, model: str, work: float) -> float:
        """Return the seconds to promise a member."""
        return (self.window(model, work) or polling.UNLEARNED).promised

    def _kind(self, model: str, work: float) -> _Kind:
        key = _key(model, work)
        kind = self._known.setdefault(key, _Kind())
        self._known.move_to_end(key)
        if len(self._known) > KINDS:
            self._known.popitem(last=False)
        return kind


def _key(model: str, work: float) -> tuple[str, int]:
    return model, round(2 * math.log2(max(work, 0.01)))
