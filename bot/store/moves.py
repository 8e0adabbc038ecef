"""What changes one job: save, cancel, note what its message shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.job import MOVES, JobState
from bot.errors import StoreRefusedError, TaskTakenError
from bot.store.failures import refuse_unstorable
from bot.store.job_rows import changes, is_over, to_job
from bot.store.schema import FINAL, jobs, state_in
from bot.store.types import EPOCH, Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.domain.job import Job

CANCELLER_GRACE = timedelta(seconds=30)
"""In which nobody adopts a cancelled job, so that the canceller may show it."""

_CHANGING = (
    *("state", "token", "due_at", "first_submit_at", "submit_at", "submits_lost", "refusals"),
    *("task_id", "detection_asked", "detection_level", "run_seconds", "ended_at", "failure"),
    *("detail", "shown"),
)
_THIS = jobs.c.id == sa.bindparam("this", type_=sa.Text)
_HELD = jobs.c.holder == sa.bindparam("by", type_=sa.Text)
_NO_LEASE: dict[str, object] = {"holder": None, "leased_until": EPOCH}


def _save(state: JobState, *, ends_lease: bool) -> sa.Update:
    sources = [source for source in JobState if source is state or state in MOVES[source]]
    # An adopter may not know of an answer that arrived meanwhile.
    message = sa.func.coalesce(sa.bindparam("message_id", type_=sa.BigInteger), jobs.c.message_id)
    values = {name: sa.bindparam(name, type_=jobs.c[name].type) for name in _CHANGING}
    statement = jobs.update().where(_THIS, _HELD, state_in(sources))
    return statement.values(values | {"message_id": message} | (_NO_LEASE if ends_lease else {}))


_SAVE = {
    (state, ends): _save(state, ends_lease=ends) for state in JobState for ends in (False, True)
}
_TAKEN = (
    sa.select(jobs.c.id)
    .where(
        jobs.c.task_id == sa.bindparam("task_id", type_=jobs.c.task_id.type),
        jobs.c.id != sa.bindparam("this", type_=sa.Text),
    )
    .limit(1)
)
_LOOK = sa.select(jobs.c.state, jobs.c.holder).where(_THIS)
_CANCEL = (
    jobs.update()
    .where(_THIS, state_in(state for state in JobState if JobState.CANCELLED in MOVES[state]))
    .values(
        state=JobState.CANCELLED.value,
        ended_at=sa.bindparam("now", type_=Moment),
        holder=None,
        leased_until=sa.bindparam("until", type_=Moment),
    )
    .returning(*jobs.c)
)
_MARK_SHOWN = jobs.update().where(_THIS, FINAL).values(shown=True, token="", **_NO_LEASE)
_GIVE_BACK = jobs.update().where(_THIS, FINAL, jobs.c.holder.is_(None)).values(**_NO_LEASE)
_ANSWERED = (
    jobs.update().where(_THIS).values(message_id=sa.bindparam("message", type_=sa.BigInteger))
)


def save(connection: sa.Connection, job: Job, *, holder: str) -> bool:
    """See JobStore.

    Raises:
        TaskTakenError: it runs by the task of another job.
        StoreRefusedError: no database keeps this.
        ValueError: the holder asks for a move that is not in MOVES, which is a bug.

    """
    ends = job.state is JobState.QUEUED or is_over(job)
    values = changes(job)
    refuse_unstorable(values)
    saving = values | {"this": job.id, "by": holder}
    is_taken = job.state is JobState.RUNNING and connection.scalar(_TAKEN, saving) is not None
    if not is_taken and connection.execute(_SAVE[job.state, ends], saving).rowcount:
        return True
    found = connection.execute(_LOOK, {"this": job.id}).one_or_none()
    if found is not None and found.holder == holder:
        if is_taken:
            raise TaskTakenError("another job has had this task")
        raise ValueError(f"job {job.id} cannot move from {found.state} to {job.state}")
    return False


def save_all(
    connection: sa.Connection, savings: Sequence[tuple[Job, str]]
) -> list[bool | Exception]:
    """Save jobs for their holders, in order; what is wrong with one is its outcome alone."""
    outcomes: list[bool | Exception] = []
    for job, holder in savings:
        try:
            outcomes.append(save(connection, job, holder=holder))
        except (ValueError, StoreRefusedError) as wrong:
            outcomes.append(wrong)
    return outcomes


def cancel(connection: sa.Connection, job_id: JobId, *, now: datetime) -> Job | None:
    """See JobStore."""
    moments = {"now": now, "until": now + CANCELLER_GRACE}
    found = connection.execute(_CANCEL, {"this": job_id, **moments}).one_or_none()
    return None if found is None else to_job(found)


def mark_shown(connection: sa.Connection, job_id: JobId) -> None:
    """See JobStore; a job that has not ended stays as it is."""
    connection.execute(_MARK_SHOWN, {"this": job_id})


def give_back(connection: sa.Connection, job_id: JobId) -> None:
    """See JobStore; one that somebody holds stays theirs."""
    connection.execute(_GIVE_BACK, {"this": job_id})


def answered(connection: sa.Connection, answers: Sequence[tuple[JobId, int]]) -> None:
    """See JobStore."""
    found = [{"this": job_id, "message": message_id} for job_id, message_id in answers]
    connection.execute(_ANSWERED, found)
