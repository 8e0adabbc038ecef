"""Which results were meant for a showcase, in SQL: a row for each, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import JobId
from bot.domain.star import Showcase
from bot.store.schema import jobs, showcases
from bot.store.types import Moment

if TYPE_CHECKING:
    from datetime import datetime

    from bot.store.database import Database

LOCK = -1_100
"""Held by whoever claims or takes one, so that no two take the same."""

_JOB = showcases.c.job == sa.bindparam("this", type_=sa.Text)
_KNOWN = sa.select(showcases.c.job).where(_JOB)
_CLAIM = showcases.insert()
_DUE = (
    sa.select(showcases)
    .where(
        showcases.c.ended_at.is_(None),
        showcases.c.due_at <= sa.bindparam("now", type_=Moment),
    )
    .order_by(showcases.c.due_at, showcases.c.job)
    .limit(1)
)
_POSTPONE = showcases.update().where(_JOB).values(due_at=sa.bindparam("until", type_=Moment))
_END = (
    showcases.update()
    .where(_JOB)
    .values(
        ended_at=sa.bindparam("ended", type_=Moment),
        due_at=sa.bindparam("now", type_=Moment),
        message_id=sa.bindparam("message", type_=sa.BigInteger),
    )
)


_WHO_DELETED = (
    sa.select(jobs.c.deleted_by)
    .where(jobs.c.id == sa.bindparam("this", type_=sa.Text))
    .with_for_update()
)
"""Locked: a deletion either sees what was posted, or is seen."""

_REOPEN = (
    showcases.update()
    .where(_JOB, showcases.c.message_id.is_not(None))
    .values(ended_at=None, due_at=sa.bindparam("now", type_=Moment))
)


def reopen(connection: sa.Connection, job_id: JobId, now: datetime) -> None:
    """Have what was posted of a job taken away."""
    connection.execute(_REOPEN, {"this": job_id, "now": now})


class SqlShowcaseStore:
    """A ShowcaseStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def claim(self, job_id: JobId, channel_id: int, *, now: datetime) -> bool:
        """See ShowcaseStore."""
        row = {"job": job_id, "channel_id": channel_id, "claimed_at": now, "due_at": now}

        def note(connection: sa.Connection) -> bool:
            if connection.execute(_KNOWN, {"this": job_id}).first() is not None:
                return False
            connection.execute(_CLAIM, row)
            return True

        return await self._database.transact(note, lock=LOCK)

    async def take(self, *, now: datetime, until: datetime) -> Showcase | None:
        """See ShowcaseStore."""

        def due(connection: sa.Connection) -> Showcase | None:
            row = connection.execute(_DUE, {"now": now}).first()
            if row is None:
                return None
            connection.execute(_POSTPONE, {"this": row.job, "until": until})
            return Showcase(
                job_id=JobId(row.job),
                channel_id=row.channel_id,
                claimed_at=row.claimed_at,
                message_id=row.message_id,
            )

        return await self._database.transact(due, lock=LOCK)

    async def end(self, job_id: JobId, message_id: int | None, *, now: datetime) -> None:
        """See ShowcaseStore."""

        def note(connection: sa.Connection) -> None:
            deleted_by = connection.scalar(_WHO_DELETED, {"this": job_id})
            is_over = message_id is None or deleted_by is None
            said = {"this": job_id, "message": message_id, "now": now}
            connection.execute(_END, said | {"ended": now if is_over else None})

        await self._database.transact(note)
