"""The newest status of every job, and when it goes out. Remembers; sends nothing."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.edit_budget import Spent, due_at
from bot.views.status_words import status_words

if TYPE_CHECKING:
    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.domain.ports import Status
    from bot.views.status_words import StatusWords

NEVER = float("inf")

MAX_OPEN = 10_000
"""Jobs whose status is remembered; beyond, the oldest is forgotten and only costs an edit."""

MAX_CLOSED = 10_000
"""Ended jobs that are remembered, so that a late status cannot undo a final message."""


@dataclass(slots=True)
class Line:
    """What is known of one job's message."""

    spent: Spent
    wanted: tuple[Job, Status] | None = None
    """What the message should say and does not."""
    due_at: float = NEVER
    """When it may say that."""
    is_flying: bool = False
    """Whether an edit is under way."""


class StatusEdits:
    """A bounded memory of what messages say, and of what they should say."""

    def __init__(self) -> None:
        self._open: OrderedDict[JobId, Line] = OrderedDict()
        self._waiting: dict[JobId, Line] = {}
        self._closed: OrderedDict[JobId, None] = OrderedDict()

    def note(self, job: Job, status: Status, answered_at: float) -> None:
        """Remember what the first answer says, given at ``answered_at``."""
        if job.id not in self._closed:
            self._line(job, answered_at).spent = Spent(
                at=answered_at, says=status_words(job, status)
            )

    def want(self, job: Job, status: Status, answered_at: float) -> bool:
        """Take the newest status; return whether it waits to be shown."""
        if job.id in self._closed or job.state.is_final:
            return False
        line = self._line(job, answered_at)
        # What the message says is not known before the edit under way has come to its end.
        due = NEVER if line.is_flying else due_at(line.spent, status_words(job, status))
        if due is None:
            line.wanted = None
            self._waiting.pop(job.id, None)
            return False
        line.wanted, line.due_at = (job, status), due
        self._waiting[job.id] = line
        return True

    def is_waiting(self, job_id: JobId) -> bool:
        """Whether newer words wait to be shown, or are on their way."""
        line = self._open.get(job_id)
        return job_id in self._waiting or (line is not None and line.is_flying)

    def due(self, now: float) -> tuple[list[Line], float | None]:
        """Return the lines to send now, and the seconds until another may be due (None: never)."""
        waiting = [line for line in self._waiting.values() if not line.is_flying]
        ready = [line for line in waiting if line.due_at <= now]
        soonest = min((line.due_at for line in waiting if line.due_at > now), default=None)
        return ready, None if soonest is None else soonest - now

    def take(self, line: Line) -> tuple[Job, Status]:
        """Return what a waiting line wants, which is on its way from now on until ``flown``."""
        if line.wanted is None:
            raise AssertionError("this line wants nothing")
        wanted, line.wanted, line.is_flying = line.wanted, None, True
        self._waiting.pop(wanted[0].id, None)
        return wanted

    def flown(self, line: Line, at: float, says: StatusWords | None) -> None:
        """Note that an edit has come to its end, and what the message says now as far as known."""
        line.spent = line.spent.edited(at, says)
        line.is_flying = False
        if line.wanted is not None and self._open.get(line.wanted[0].id) is line:
            self.want(*line.wanted, line.spent.at)

    def close(self, job_id: JobId) -> None:
        """Forget a job for good; an edit of it may still be under way."""
        self._closed[job_id] = None
        if len(self._closed) > MAX_CLOSED:
            self._closed.popitem(last=False)
        self._waiting.pop(job_id, None)
        self._open.pop(job_id, None)

    def is_closed(self, job_id: JobId) -> bool:
        """Whether no status of a job may be shown any more."""
        return job_id in self._closed

    def reopen(self, job_id: JobId) -> None:
        """Show statuses again: the job has come back to us, and nobody knows what it says."""
        self._closed.pop(job_id, None)

    def _line(self, job: Job, answered_at: float) -> Line:
        line = self._open.get(job.id)
        if line is None:
            line = self._open[job.id] = Line(Spent(at=answered_at))
            if len(self._open) > MAX_OPEN:
                oldest, _ = self._open.popitem(last=False)
                self._waiting.pop(oldest, None)
        return line
