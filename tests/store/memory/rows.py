"""What the twin keeps of a job, and what may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.ids import TaskId
from bot.domain.job import ANSWER_PATIENCE, FARTHEST, IN_FLIGHT, MOVES, PRIVATE_LIFE, JobState
from bot.store.jobs.job_rows import is_over
from bot.store.types import EPOCH, storable

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.image import Image
    from bot.domain.job import Job


@dataclass(slots=True)
class Row:
    """A job and who works on it."""

    job: Job
    holder: str | None = None
    leased_until: datetime = EPOCH

    @property
    def is_queued(self) -> bool:
        return self.job.state is JobState.QUEUED

    @property
    def is_flying(self) -> bool:
        return self.job.state in IN_FLIGHT

    @property
    def counts(self) -> bool:
        """Whether it counts against a member's day and cooldown."""
        return self.job.state not in {JobState.FAILED, JobState.CANCELLED}

    def is_free(self, now: datetime) -> bool:
        return _is_over(self.leased_until, now)

    def may_be_claimed(self, now: datetime) -> bool:
        answered = self.job.address.message_id is not None
        is_due = _is_over(self.job.due_at, now)
        return self.is_queued and answered and is_due and self.is_free(now)

    def may_be_adopted(self, now: datetime) -> bool:
        if self.job.shown or not self.is_free(now):
            return False
        return self.is_flying or self.job.state.is_final or self._is_left_in_the_queue(now)

    def allows(self, state: JobState) -> bool:
        return state is self.job.state or state in MOVES[self.job.state]

    def lease(self, holder: str, until: datetime) -> None:
        self.holder, self.leased_until = holder, until

    def give_back(self) -> None:
        self.holder, self.leased_until = None, EPOCH

    def write(self, job: Job) -> None:
        """Take over what changes in a job's life; the token of one that is over is erased."""
        old = self.job
        message = job.address.message_id
        address = replace(
            old.address,
            token="" if is_over(job) else storable(job.address.token),
            message_id=old.address.message_id if message is None else message,
        )
        self.job = replace(
            job,
            user_id=old.user_id,
            guild_id=old.guild_id,
            places=old.places,
            created_at=old.created_at,
            parent_job=old.parent_job,
            parent_image=old.parent_image,
            ignored=old.ignored,
            deleted_by=old.deleted_by,
            address=address,
            task_id=job.task_id and TaskId(storable(job.task_id)),
            detail=storable(job.detail),
        )

    def _is_left_in_the_queue(self, now: datetime) -> bool:
        if not self.is_queued:
            return False
        job, age = self.job, now - self.job.created_at
        is_old = age > ANSWER_PATIENCE or age < -FARTHEST
        unanswered = job.address.message_id is None and _is_over(job.due_at, now) and is_old
        return unanswered or (job.request.private and age > PRIVATE_LIFE)


def hidden(image: Image) -> Image:
    """Return an image that the message shows no more."""
    file = image.file and replace(image.file, attachment_id=None)
    return replace(image, file=file, shown=False)


def _is_over(end: datetime, now: datetime) -> bool:
    return end <= now or end > now + FARTHEST
