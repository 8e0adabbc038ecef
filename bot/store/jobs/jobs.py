"""The jobs in SQL. Each method is one statement or one transaction."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ids import JobId
from bot.domain.job import JobState
from bot.errors import StoreError
from bot.store.batch import Batch
from bot.store.jobs import accepting, claims, moves, paying
from bot.store.jobs.job_rows import to_job
from bot.store.jobs.request_json import decode
from bot.store.schema import QUEUED, SUSPICIOUS, TIMED, jobs, state_in
from bot.store.types import ForeignText, Moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from bot.domain.fairness import Room
    from bot.domain.ids import GuildId, TaskId, UserId
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.limits import Usage
    from bot.domain.policy import Policy
    from bot.domain.ports import Accepted
    from bot.store.database import Database

ACCEPT_LOCK = -3
"""Held by whoever accepts, so that nobody gets more than their share."""

CLAIM_LOCK = -2
"""Held by whoever claims, so that no two count the same room."""

_GET = sa.select(jobs).where(jobs.c.id.in_(sa.bindparam("these", expanding=True)))
_POSITIONS = (
    sa.select(jobs)
    .where(QUEUED, jobs.c.message_id.is_not(None))
    .order_by(jobs.c.created_at, jobs.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_TIMINGS = (
    sa.select(jobs.c.request, jobs.c.run_seconds)
    .where(TIMED)
    .order_by(jobs.c.ended_at.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_OWNER = (
    sa.select(jobs.c.id)
    .where(jobs.c.task_id == sa.bindparam("task", type_=ForeignText))
    .order_by(jobs.c.created_at, jobs.c.id)
    .limit(1)
)
_MAY_HAVE_TASK = sa.and_(
    state_in([JobState.SUBMITTING, JobState.FAILED, JobState.CANCELLED]),
    jobs.c.submit_at.is_not(None),
    jobs.c.task_id.is_(None),
)
"""It is being submitted, perhaps by a process that is dead, or ended while it was."""
_SUSPECTED = sa.select(
    sa.exists().where(
        SUSPICIOUS,
        jobs.c.user_id == sa.bindparam("user", type_=sa.BigInteger),
        jobs.c.engine == sa.bindparam("name", type_=sa.Text),
        jobs.c.ended_at > sa.bindparam("since", type_=Moment),
    )
)
_LOST = (
    sa.select(jobs)
    .where(
        jobs.c.engine == sa.bindparam("name", type_=sa.Text),
        sa.or_(jobs.c.submits_lost > 0, _MAY_HAVE_TASK),
        jobs.c.ended_at.is_(None) | (jobs.c.ended_at > sa.bindparam("since", type_=Moment)),
    )
    .order_by(jobs.c.created_at, jobs.c.id)
)


class SqlJobStore:
    """A JobStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._accepts = Batch(database.start, self._accept)
        self._answers = Batch(database.start, self._answered)
        self._saves = Batch(database.start, self._save)
        self._reads = Batch(database.start, self._get)

    async def accept(
        self, job: Job, *, policy: Policy, max_queued: int, room: Room, now: datetime
    ) -> Accepted:
        """See JobStore; calls that come together share a transaction."""
        return await self._accepts(accepting.Wish(job, policy, max_queued, room, now))

    async def answered(self, job_id: JobId, message_id: int) -> None:
        """See JobStore; calls that come together share a transaction."""
        await self._answers((job_id, message_id))

    async def get(self, job_id: JobId) -> Job | None:
        """See JobStore; calls that come together share a statement."""
        found = await self._reads(job_id)
        return None if found is None else to_job(found)

    async def claim(
        self, holder: str, *, now: datetime, until: datetime, room: Room
    ) -> Sequence[Job]:
        """See JobStore."""
        return await self._database.transact(
            lambda connection: claims.claim(connection, holder, now=now, until=until, room=room),
            lock=CLAIM_LOCK,
        )

    async def adopt(
        self, holder: str, *, now: datetime, until: datetime, working: Collection[JobId] = ()
    ) -> Sequence[Job]:
        """See JobStore."""
        return await self._database.transact(
            lambda connection: claims.adopt(
                connection, holder, now=now, until=until, working=working
            )
        )

    async def extend(
        self, holder: str, job_ids: Collection[JobId], *, until: datetime
    ) -> frozenset[JobId]:
        """See JobStore."""
        return await self._database.transact(
            lambda connection: claims.extend(connection, holder, job_ids, until=until)
        )

    async def save(
        self, job: Job, *, holder: str, now: datetime, images: Sequence[Image] = ()
    ) -> bool:
        """See JobStore; a move that MOVES does not know is a bug and raises ValueError.

        Where only one may write at a time, saves that come together share a transaction. Elsewhere
        each has its own: two that hold several rows could wait for each other.
        """
        saving = moves.Saving(job, holder, now, images)
        if self._database.sole_user:
            return await self._saves.surely(saving)
        return await self._database.transact(
            lambda connection: moves.save(connection, saving), lock=moves.task_lock(job)
        )

    async def save_paid(self, job: Job, *, holder: str, now: datetime) -> bool:
        """See JobStore."""
        saving = moves.Saving(job, holder, now)
        return await self._database.transact(
            lambda connection: paying.save(connection, saving), lock=ACCEPT_LOCK
        )

    async def cancel(
        self, job_id: JobId, *, now: datetime, by: UserId | None = None, why: str = ""
    ) -> Job | None:
        """See JobStore."""
        return await self._database.transact(
            lambda connection: moves.cancel(connection, job_id, now=now, by=by, why=why)
        )

    async def mark_shown(self, job_id: JobId) -> None:
        """See JobStore."""
        await self._database.transact(lambda connection: moves.mark_shown(connection, job_id))

    async def give_back(self, job_id: JobId) -> None:
        """See JobStore."""
        await self._database.transact(lambda connection: moves.give_back(connection, job_id))

    async def release(self, holder: str) -> None:
        """See JobStore."""
        await self._database.transact(lambda connection: claims.release(connection, holder))

    async def release_all(self) -> None:
        """See JobStore."""
        await self._database.transact(lambda connection: claims.release(connection, None))

    async def positions(self, limit: int) -> Sequence[Job]:
        """See JobStore."""
        found = await self._database.read(
            lambda connection: connection.execute(_POSITIONS, {"most": limit}).all()
        )
        return [to_job(row) for row in found]

    async def usage(self, user_id: UserId, guild_id: GuildId, *, now: datetime) -> Usage:
        """See JobStore."""
        return await self._database.read(
            lambda connection: accepting.usage(connection, user_id, guild_id, now)
        )

    async def timings(self, limit: int) -> Sequence[tuple[str, float, float]]:
        """See JobStore."""
        newest = await self._database.read(
            lambda connection: connection.execute(_TIMINGS, {"most": limit}).all()
        )
        return list(_readable(reversed(newest)))

    async def owner_of(self, task_id: TaskId) -> JobId | None:
        """See JobStore."""
        found: str | None = await self._database.read(
            lambda connection: connection.scalar(_OWNER, {"task": task_id})
        )
        return None if found is None else JobId(found)

    async def lost(self, engine: str, *, since: datetime) -> Sequence[Job]:
        """See JobStore."""
        asked = {"name": engine, "since": since}
        found = await self._database.read(lambda connection: connection.execute(_LOST, asked).all())
        return [to_job(row) for row in found]

    async def is_suspected(self, user_id: UserId, engine: str, *, since: datetime) -> bool:
        """See JobStore."""
        asked = {"user": user_id, "name": engine, "since": since}
        return await self._database.read(
            lambda connection: bool(connection.scalar(_SUSPECTED, asked))
        )

    async def _get(self, asked: Sequence[JobId]) -> list[Row[Any] | None]:
        these = {"these": list(set(asked))}
        found = await self._database.read(lambda connection: connection.execute(_GET, these).all())
        known = {row.id: row for row in found}
        return [known.get(job_id) for job_id in asked]

    async def _accept(self, wishes: Sequence[accepting.Wish]) -> list[Accepted | Exception]:
        return await self._database.write(
            lambda connection: accepting.accept(connection, wishes), lock=ACCEPT_LOCK
        )

    async def _answered(self, answers: Sequence[tuple[JobId, int]]) -> Sequence[None]:
        await self._database.write(lambda connection: moves.answered(connection, answers))
        return [None] * len(answers)

    async def _save(self, savings: Sequence[moves.Saving]) -> list[bool | Exception]:
        return await self._database.write(lambda connection: moves.save_all(connection, savings))


def _readable(rows: Iterable[Row[str, float]]) -> Iterator[tuple[str, float, float]]:
    """Yield what was learned; a request that today's rules refuse must not stop a start."""
    read = cache(decode)  # many ask for much the same
    for text, seconds in rows:
        with suppress(StoreError):
            request = read(text)
            yield request.model, request.work, seconds
