"""When each job has to end, by the steady clock: setting the calendar's clock ends none."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.job import PRIVATE_LIFE

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.jobs.clock import Clock

FOUND_LATE = timedelta(minutes=1)
"""What a job gets whose task is found past its deadline, after a long absence of ours."""

MOST = 20_000
"""Jobs that are remembered; the oldest is reckoned anew, by the calendar."""


class Deadlines:
    """Reads the calendar once for each job, and counts steady seconds from there."""

    def __init__(self, clock: Clock, deadline: timedelta) -> None:
        """Give a job ``deadline`` from its first attempt to submit."""
        self._clock = clock
        self._deadline = deadline
        self._ends: OrderedDict[tuple[JobId, bool], float] = OrderedDict()

    def left(self, job: Job) -> float:
        """Return the seconds until the job fails if it has not ended; negative when it is late.

        Until the first attempt to submit, only a private job's time runs out.
        """
        key = (job.id, job.first_submit_at is not None)
        if key not in self._ends:
            self._ends[key] = self._clock.steady() + self._by_calendar(job).total_seconds()
            if len(self._ends) > MOST:
                self._ends.popitem(last=False)
        return self._ends[key] - self._clock.steady()

    def forget(self, job_id: JobId) -> None:
        """Drop what is known of a job that has ended."""
        for has_begun in (False, True):
            self._ends.pop((job_id, has_begun), None)

    def _by_calendar(self, job: Job) -> timedelta:
        now = self._clock.now()
        left = self._deadline - _since(job.first_submit_at or now, now)
        if job.request.private:
            return min(left, PRIVATE_LIFE - _since(job.token_began_at, now))
        # The images of a task that nobody watched for long are likely to be there.
        return max(left, FOUND_LATE) if job.task_id is not None else left


def _since(moment: datetime, now: datetime) -> timedelta:
    """Return how long ago it was; what lies ahead has only just been."""
    return max(timedelta(), now - moment)
