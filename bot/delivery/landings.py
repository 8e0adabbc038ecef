"""Which of the edits of a message may still land after the one that should be its last.

An edit that no answer came to is not undone: Discord may apply it seconds later, over whatever
was sent in the meantime. Remembers; sends nothing. Times are seconds on a steady clock.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.ids import JobId

LATEST = 10.0
"""Seconds after which Discord no longer applies an edit that we stopped waiting for."""

MOST = 10_000
"""Messages that are remembered; the oldest goes first."""


@dataclass(slots=True)
class _Sky:
    until: float = -math.inf
    """When nothing given up can land any more."""
    flight_until: float = -math.inf
    """The same of an edit that is still waited for."""
    checked_at: float = -math.inf
    """When the last edit that was taken, or the last look that found it in place, began."""
    edited: str | None = None
    """When Discord says that it took our last edit, in its own words."""


class Landings:
    """What is in the air, message by message."""

    def __init__(self) -> None:
        self._skies: OrderedDict[JobId, _Sky] = OrderedDict()

    def doubt(self, job_id: JobId, until: float) -> None:
        """Note that something may land until ``until``."""
        sky = self._sky(job_id)
        sky.until = max(sky.until, until)

    def fly(self, job_id: JobId, until: float) -> None:
        """Note that an edit still waited for may be overtaken; its end will be told."""
        self._sky(job_id).flight_until = until

    def flown(self, job_id: JobId, now: float) -> None:
        """Note that the edit still waited for has had its answer, or was given up (``doubt``)."""
        if sky := self._skies.get(job_id):
            sky.flight_until = -math.inf
            sky.until = max(sky.until, now)

    def landed(self, job_id: JobId, begun: float, edited: str | None) -> None:
        """Note that the edit sent at ``begun`` was taken; ``edited`` is its time in the answer."""
        if sky := self._skies.get(job_id):
            sky.checked_at, sky.edited = begun, edited

    def confirm(self, job_id: JobId, begun: float, edited: str | None) -> bool:
        """Return whether a look, begun at ``begun``, found our last edit still in place."""
        sky = self._skies.get(job_id)
        if sky is None:
            return True
        if edited is None or edited != sky.edited:
            return False
        sky.checked_at = begun
        return True

    def left(self, job_id: JobId, now: float) -> float | None:
        """Return the seconds until a last look will do; None when none is needed."""
        sky = self._skies.get(job_id)
        until = -math.inf if sky is None else max(sky.until, sky.flight_until)
        if sky is None or sky.checked_at >= until:
            self._skies.pop(job_id, None)
            return None
        return max(0.0, until - now)

    def is_clear(self, job_id: JobId, now: float) -> bool:
        """Return whether nothing can land any more; an edit from now on is then the last."""
        sky = self._skies.get(job_id)
        if sky is not None and max(sky.until, sky.flight_until) > now:
            return False
        self._skies.pop(job_id, None)
        return True

    def _sky(self, job_id: JobId) -> _Sky:
        sky = self._skies.setdefault(job_id, _Sky())
        if len(self._skies) > MOST:
            self._skies.popitem(last=False)
        return sky
