"""Which messages tell an estimate that has passed: "expected 4 seconds ago" is no news.

Remembers; sends nothing. Moments are seconds on a steady clock.
"""

from __future__ import annotations

import heapq
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.domain.ports import Status

MOST = 10_000
"""Messages that are remembered; what is told beyond ages on the member's screen."""


class Overdue:
    """What messages tell, and until when it is true."""

    def __init__(self) -> None:
        self._told: dict[JobId, tuple[float, Job, Status]] = {}
        self._order: list[tuple[float, JobId]] = []

    def tell(self, job: Job, status: Status, passes_at: float) -> None:
        """Note that a message tells ``status``, whose estimate has passed at ``passes_at``."""
        if job.id in self._told or len(self._told) < MOST:
            self._told[job.id] = (passes_at, job, status)
            heapq.heappush(self._order, (passes_at, job.id))

    def forget(self, job_id: JobId) -> None:
        """Drop what a message told: it tells something else, or has ended."""
        self._told.pop(job_id, None)

    def passed(self, now: float) -> list[tuple[Job, Status]]:
        """Return what messages should tell instead, each once."""
        late: list[tuple[Job, Status]] = []
        while self._order and self._order[0][0] <= now:
            moment, job_id = heapq.heappop(self._order)
            if (told := self._told.get(job_id)) and told[0] == moment:
                del self._told[job_id]
                late.append((told[1], replace(told[2], estimate_at=None, is_late=True)))
        return late

    def soonest(self, now: float) -> float | None:
        """Return the seconds until another may have passed; None when none is told."""
        return max(0.0, self._order[0][0] - now) if self._order else None
