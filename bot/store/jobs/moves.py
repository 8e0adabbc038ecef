"""What changes one job: save, cancel, note what its message shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.event import EventKind
from bot.domain.job import MOVES, JobState
from bot.domain.moderation.review import case_about, needs_review
from bot.errors import StoreRefusedError, TaskTakenError
from bot.failure_kinds import FailureKind
from bot.store.failures import refuse_unstorable
from bot.store.jobs import images
from bot.store.jobs.job_rows import changes, is_over, to_job
from bot.store.moderation import cases, strikes
from bot.store.prepared import Prepared
from bot.store.schema import FINAL, events, jobs, state_in
from bot.store.studio import copies
from bot.store.types import EPOCH, ForeignText, Moment, storable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import JobId, UserId
    from bot.domain.image import Image
    from bot.domain.job import Job

TASK_LOCK = -4
"""Held by whoever gives a job a task, one for each: this and all below."""

CANCELLER_GRACE = timedelta(seconds=30)
"""In which nobody adopts a cancelled job, so that the canceller may show it."""

_CHANGING = (
    *("state", "token", "due_at", "first_submit_at", "submit_at", "submits_lost", "refusals"),
    *("task_id", "detection_asked", "detection_level", "run_seconds", "ended_at", "failure"),
    *("detail", "shown", "seed", "engine", "cost", "request", "model", "hold"),
)
_THIS = jobs.c.id == sa.bindparam("this", type_=sa.Text)
_HELD = jobs.c.holder == sa.bindparam("by", type_=sa.Text)
_NO_LEASE: dict[str, object] = {"holder": None, "leased_until": EPOCH}


KIND = {
    JobState.QUEUED: EventKind.REQUEUED,
    JobState.SUBMITTING: EventKind.CLAIMED,
    JobState.RUNNING: EventKind.RUNNING,
    JobState.DELIVERING: EventKind.DELIVERING,
    JobState.DELIVERED: EventKind.DELIVERED,
    JobState.FAILED: EventKind.FAILED,
    JobState.CANCELLED: EventKind.CANCELLED,
}
"""What a move to each state is called."""


@dataclass(frozen=True, slots=True)
class Saving:
    """A job as its holder wants it saved."""

    job: Job
    holder: str
    now: datetime
    images: Sequence[Image] = ()


def _note(state: JobState, *conditions: sa.ColumnElement[bool]) -> Prepared:
    """Return what adds the event of a move, where there is to be one: before it is made."""
    sources = [source for source in JobState if source is not state and state in MOVES[source]]
    told = sa.select(
        jobs.c.id,
        sa.literal_column(f"'{KIND[state].value}'"),
        sa.bindparam("at", type_=Moment),
        sa.bindparam("member", type_=sa.BigInteger),
        sa.bindparam("why", type_=ForeignText),
        sa.bindparam("details", type_=sa.Text),
    )
    # No other process may move it between the event and the move.
    found = told.where(_THIS, *conditions, state_in(sources)).with_for_update()
    names = ["job", "kind", "at", "by", "why", "details"]
    return Prepared(events.insert().from_select(names, found))


def _save(state: JobState, *, ends_lease: bool) -> Prepared:
    sources = [source for source in JobState if source is state or state in MOVES[source]]
    # An adopter may not know of an answer that arrived meanwhile.
    message = sa.func.coalesce(sa.bindparam("message_id", type_=sa.BigInteger), jobs.c.message_id)
    values = {name: sa.bindparam(name, type_=jobs.c[name].type) for name in _CHANGING}
    statement = jobs.update().where(_THIS, _HELD, state_in(sources))
    ended = _NO_LEASE if ends_lease else {}
    return Prepared(statement.values(values | {"message_id": message} | ended))


_SAVE = {
    (state, ends): _save(state, ends_lease=ends) for state in JobState for ends in (False, True)
}
_NOTE_SAVE = {state: _note(state, _HELD) for state in JobState}
_NOTE_CANCEL = _note(JobState.CANCELLED)
_TAKEN = (
    sa.select(jobs.c.id)
    .where(
        jobs.c.task_id == sa.bindparam("task_id", type_=jobs.c.task_id.type),
        jobs.c.id != sa.bindparam("this", type_=sa.Text),
    )
    .limit(1)
)
_UNSENT = sa.and_(state_in([JobState.QUEUED]), jobs.c.task_id.is_(None), jobs.c.submits_lost == 0)
_LOOK = sa.select(jobs.c.state, jobs.c.holder).where(_THIS)
_CANCEL = (
    jobs.update()
    .where(_THIS, state_in(state for state in JobState if JobState.CANCELLED in MOVES[state]))
    .values(
        state=JobState.CANCELLED.value,
        ended_at=sa.bindparam("now", type_=Moment),
        holder=None,
        leased_until=sa.bindparam("until", type_=Moment),
        # What was never sent costs nothing.
        cost=sa.case((_UNSENT, None), else_=jobs.c.cost),
    )
    .returning(*jobs.c)
)
_MARK_SHOWN = jobs.update().where(_THIS, FINAL).values(shown=True, token="", **_NO_LEASE)
_GIVE_BACK = jobs.update().where(_THIS, FINAL, jobs.c.holder.is_(None)).values(**_NO_LEASE)
_ANSWERED = Prepared(
    jobs.update().where(_THIS).values(message_id=sa.bindparam("message", type_=sa.BigInteger))
)


def save(connection: sa.Connection, saving: Saving) -> bool:
    """See JobStore.

    Raises:
        TaskTakenError: it runs by the task of another job.
        StoreRefusedError: no database keeps this.
        ValueError: the holder asks for a move that is not in MOVES, which is a bug.

    """
    job = saving.job
    values = changes(job)
    refuse_unstorable(values)
    is_taken = job.state is JobState.RUNNING and _is_taken(connection, job)
    if not is_taken and _moved(connection, saving, values):
        return True
    found = connection.execute(_LOOK, {"this": job.id}).one_or_none()
    if found is not None and found.holder == saving.holder:
        if is_taken:
            raise TaskTakenError("another job has had this task")
        raise ValueError(f"job {job.id} cannot move from {found.state} to {job.state}")
    return False


def _is_taken(connection: sa.Connection, job: Job) -> bool:
    return connection.scalar(_TAKEN, {"this": job.id, "task_id": job.task_id}) is not None


def _moved(connection: sa.Connection, saving: Saving, values: dict[str, object]) -> bool:
    """Write the move with its event, if the holder may make it."""
    job = saving.job
    told = _told(saving.now, why=job.failure or "", detail=job.detail)
    held = {"this": job.id, "by": saving.holder}
    is_new = _NOTE_SAVE[job.state].run(connection, told | held) > 0
    ends = job.state is JobState.QUEUED or is_over(job)
    if not _SAVE[job.state, ends].run(connection, values | held):
        return False
    if job.state is JobState.FAILED:
        images.withdraw(connection, job.id)
        copies.withdraw(connection, job.id, saving.now)
        if is_new and job.failure is FailureKind.PROMPT_SUSPICIOUS:
            strikes.note_refusal(connection, job, saving.now)
    if is_new and job.state is JobState.DELIVERED:
        # Later, what was decided about them counts.
        images.note_posted(connection, job.id, saving.images, at=saving.now)
        for image in saving.images:
            if needs_review(job, image):
                case, entry = case_about(job, image, saving.now)
                cases.opened(connection, case, [entry])
    return True


def task_lock(job: Job) -> int | None:
    """Return the lock under which a job gets its task, so that no two get one; else None."""
    if job.state is not JobState.RUNNING or job.task_id is None:
        return None
    digest = sha256(job.task_id.encode(errors="replace")).digest()
    return TASK_LOCK - int.from_bytes(digest[:7])


def save_all(connection: sa.Connection, savings: Sequence[Saving]) -> list[bool | Exception]:
    """Save jobs for their holders, in order; what is wrong with one is its outcome alone."""
    outcomes: list[bool | Exception] = []
    for saving in savings:
        try:
            outcomes.append(save(connection, saving))
        except (ValueError, StoreRefusedError) as wrong:
            outcomes.append(wrong)
    return outcomes


def cancel(
    connection: sa.Connection, job_id: JobId, *, now: datetime, by: UserId | None, why: str
) -> Job | None:
    """See JobStore."""
    told = _told(now, by=by, why=why)
    _NOTE_CANCEL.run(connection, told | {"this": job_id})
    moments = {"now": now, "until": now + CANCELLER_GRACE}
    found = connection.execute(_CANCEL, {"this": job_id, **moments}).one_or_none()
    return None if found is None else to_job(found)


def _told(
    at: datetime, *, by: UserId | None = None, why: str = "", detail: str = ""
) -> dict[str, object]:
    details = json.dumps({"detail": storable(detail)}) if detail else "{}"
    return {"at": at, "member": by, "why": why, "details": details}


def mark_shown(connection: sa.Connection, job_id: JobId) -> None:
    """See JobStore; a job that has not ended stays as it is."""
    connection.execute(_MARK_SHOWN, {"this": job_id})


def give_back(connection: sa.Connection, job_id: JobId) -> None:
    """See JobStore; one that somebody holds stays theirs."""
    connection.execute(_GIVE_BACK, {"this": job_id})


def answered(connection: sa.Connection, answers: Sequence[tuple[JobId, int]]) -> None:
    """See JobStore."""
    found = [{"this": job_id, "message": message_id} for job_id, message_id in answers]
    _ANSWERED.run_each(connection, found)
