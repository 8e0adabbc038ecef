"""Who works on what: claim what waits, adopt what was left, give back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.event import Event, EventKind
from bot.domain.fairness import Waiting, pick
from bot.domain.ids import JobId, UserId
from bot.domain.job import ANSWER_PATIENCE, FARTHEST, PRIVATE_LIFE, JobState
from bot.store.jobs import events
from bot.store.jobs.unreadable import readable
from bot.store.schema import FINAL, FLYING, OPEN, QUEUED, jobs, state_in
from bot.store.types import EPOCH, SKEW, Moment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.fairness import Room
    from bot.domain.job import Job

BUDGET_WINDOW = timedelta(seconds=60)
"""Over which the engine's images per minute are counted."""

_NOW = sa.bindparam("now", type_=Moment)
_HOLDER = sa.bindparam("by", type_=sa.Text)
_UNTIL = sa.bindparam("until", type_=Moment)
_FARTHEST = sa.bindparam("farthest", type_=Moment)
_FREE = sa.or_(jobs.c.leased_until <= _NOW, jobs.c.leased_until > _FARTHEST)
_IS_DUE = sa.or_(jobs.c.due_at <= _NOW, jobs.c.due_at > _FARTHEST)
_AGE = (jobs.c.created_at, jobs.c.id)

_ENGINE = sa.bindparam("engine", type_=sa.Text)
_ITS = sa.or_(jobs.c.engine == _ENGINE, _ENGINE == "")
_SPENT = sa.select(
    sa.select(sa.func.count()).select_from(jobs).where(FLYING).scalar_subquery(),
    sa.select(sa.func.count()).select_from(jobs).where(FLYING, _ITS).scalar_subquery(),
    sa.select(sa.func.coalesce(sa.func.sum(jobs.c.images), 0))
    .where(
        jobs.c.submit_at > sa.bindparam("since", type_=Moment),
        jobs.c.submit_at <= sa.bindparam("skewed", type_=Moment),
        _ITS,
    )
    .scalar_subquery(),
)
"""Jobs in flight, those on one engine, and images submitted there of late."""

_QUEUE = jobs.alias("queue")
_BUSY = (
    sa.select(jobs.c.user_id, sa.func.count())
    .where(
        FLYING,
        jobs.c.user_id.in_(
            sa.select(_QUEUE.c.user_id).where(state_in([JobState.QUEUED], of=_QUEUE))
        ),
    )
    .group_by(jobs.c.user_id)
)
"""Jobs in flight of those who wait: all others may be many, and matter to nobody."""

_TURN = sa.func.row_number().over(partition_by=(jobs.c.user_id, jobs.c.engine), order_by=_AGE)
_WAITING = (
    sa.select(
        jobs.c.id,
        jobs.c.user_id,
        jobs.c.images,
        jobs.c.engine,
        jobs.c.created_at,
        _TURN.label("turn"),
    )
    .where(QUEUED, jobs.c.message_id.is_not(None), _IS_DUE, _FREE)
    .subquery()
)
_DUE = (
    sa.select(_WAITING.c.id, _WAITING.c.user_id, _WAITING.c.images, _WAITING.c.engine)
    .where(_WAITING.c.turn <= sa.bindparam("per_user", type_=sa.Integer))
    .order_by(_WAITING.c.created_at, _WAITING.c.id)
)
"""No more of each user than could start on an engine, which keeps a long queue cheap."""

_ON_ENGINES = (
    sa.select(jobs.c.engine, sa.func.count().label("flying")).where(FLYING).group_by(jobs.c.engine)
)

_PICKED = (
    sa.select(jobs.c.id)
    .where(jobs.c.id.in_(sa.bindparam("picked", expanding=True)), QUEUED)
    .with_for_update(skip_locked=True)  # silent in SQLite, which has one writer
)
_CLAIM = (
    jobs.update()
    .where(jobs.c.id.in_(_PICKED))
    .values(
        state=JobState.SUBMITTING.value,
        holder=_HOLDER,
        leased_until=_UNTIL,
        submit_at=_NOW,
        first_submit_at=sa.func.coalesce(jobs.c.first_submit_at, _NOW),
    )
    .returning(*jobs.c)
)

_UNANSWERED = sa.and_(
    QUEUED,
    jobs.c.message_id.is_(None),
    _IS_DUE,
    sa.or_(
        jobs.c.created_at < sa.bindparam("patience", type_=Moment),
        jobs.c.created_at > _FARTHEST,
    ),
)
_OVERDUE = sa.and_(
    QUEUED, jobs.c.private, jobs.c.created_at < sa.bindparam("overdue", type_=Moment)
)
_LEFT = (
    sa.select(jobs.c.id)
    .where(
        OPEN,
        _FREE,
        sa.or_(FLYING, FINAL, _UNANSWERED, _OVERDUE),
        sa.or_(
            jobs.c.holder.is_(None),
            jobs.c.holder != _HOLDER,
            jobs.c.id.not_in(sa.bindparam("working", expanding=True)),
        ),
    )
    .with_for_update(skip_locked=True)
)
_LOST = sa.case((state_in([JobState.SUBMITTING]), 1), else_=0)
_ADOPT = (
    jobs.update()
    .where(jobs.c.id.in_(_LEFT))
    .values(holder=_HOLDER, leased_until=_UNTIL, submits_lost=jobs.c.submits_lost + _LOST)
    .returning(*jobs.c)
)

_EXTEND = (
    jobs.update()
    .where(jobs.c.holder == _HOLDER, jobs.c.id.in_(sa.bindparam("held", expanding=True)))
    .values(leased_until=_UNTIL)
    .returning(jobs.c.id)
)
_RELEASE = jobs.update().where(jobs.c.holder == _HOLDER).values(holder=None, leased_until=EPOCH)
_RELEASE_ALL = (
    jobs.update().where(OPEN, jobs.c.leased_until > EPOCH).values(holder=None, leased_until=EPOCH)
)


def claim(
    connection: sa.Connection, holder: str, *, now: datetime, until: datetime, room: Room
) -> Sequence[Job]:
    """See JobStore; the transaction is the caller's, and no other may claim meanwhile."""
    window = {"since": now - BUDGET_WINDOW, "skewed": now + SKEW}
    spent = {**window, "engine": room.engine}
    flying, on_engine, images = connection.execute(_SPENT, spent).one()
    own = room.jobs if room.engine_jobs is None else room.engine_jobs
    free = min(room.jobs - flying, own - on_engine)
    left = replace(room, jobs=free, images=room.images - images)
    picked = _pick(connection, left, now=now, budget=room.images)
    if not picked:
        return ()
    found = connection.execute(_CLAIM, {"picked": picked, "by": holder, "until": until, "now": now})
    claimed = {job.id: job for job in readable(connection, found, now)}
    events.add(
        connection, [_taken(job, EventKind.CLAIMED, holder, now) for job in claimed.values()]
    )
    return tuple(claimed[job_id] for job_id in picked if job_id in claimed)


def adopt(
    connection: sa.Connection,
    holder: str,
    *,
    now: datetime,
    until: datetime,
    working: Collection[JobId],
) -> Sequence[Job]:
    """See JobStore."""
    moments = {
        "now": now,
        "until": until,
        "farthest": now + FARTHEST,
        "patience": now - ANSWER_PATIENCE,
        "overdue": now - PRIVATE_LIFE,
    }
    found = connection.execute(_ADOPT, {"by": holder, "working": list(working), **moments})
    jobs_found = readable(connection, found, now)
    events.add(connection, [_taken(job, EventKind.ADOPTED, holder, now) for job in jobs_found])
    return sorted(jobs_found, key=lambda job: (job.created_at, job.id))


def extend(
    connection: sa.Connection, holder: str, job_ids: Collection[JobId], *, until: datetime
) -> frozenset[JobId]:
    """See JobStore."""
    wanted = {"by": holder, "until": until, "held": list(job_ids)}
    return frozenset(map(JobId, connection.scalars(_EXTEND, wanted)))


def release(connection: sa.Connection, holder: str | None) -> None:
    """Give all leases of ``holder`` back; of everybody for None."""
    if holder is None:
        connection.execute(_RELEASE_ALL)
    else:
        connection.execute(_RELEASE, {"by": holder})


def _taken(job: Job, kind: EventKind, holder: str, now: datetime) -> Event:
    details = {"holder": holder}
    if kind is EventKind.ADOPTED:
        details["state"] = job.state
    return Event(job_id=job.id, kind=kind, at=now, details=details)


def _pick(
    connection: sa.Connection, left: Room, *, now: datetime, budget: int
) -> tuple[JobId, ...]:
    """A job of more images than the whole budget goes when all of the budget is there."""
    if left.jobs <= 0 or left.images <= 0:
        return ()
    moments = {"now": now, "farthest": now + FARTHEST}
    due = connection.execute(_DUE, {"per_user": left.per_user, **moments}).all()
    if not due:
        return ()
    in_flight = {UserId(user): amount for user, amount in connection.execute(_BUSY)}
    waiting = [
        Waiting(JobId(job), UserId(user), min(images, budget), engine)
        for job, user, images, engine in due
    ]
    if any(job.engine in left.others for job in waiting):
        left = replace(left, others=_left_elsewhere(connection, left.others))
    return pick(waiting, in_flight, left)


def _left_elsewhere(connection: sa.Connection, others: Mapping[str, int]) -> dict[str, int]:
    flying = {row.engine: row.flying for row in connection.execute(_ON_ENGINES)}
    return {name: most - flying.get(name, 0) for name, most in others.items()}
