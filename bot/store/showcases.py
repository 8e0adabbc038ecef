"""Which results were meant for a showcase, in SQL: a row for each, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import JobId
from bot.domain.star import Showcase
from bot.store.schema import showcases
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
    sa.select(showcases.c.job, showcases.c.channel_id, showcases.c.claimed_at)
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
        ended_at=sa.bindparam("now", type_=Moment),
        message_id=sa.bindparam("message", type_=sa.BigInteger),
    )
)


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
                job_id=JobId(row.job), channel_id=row.channel_id, claimed_at=row.claimed_at
            )

        return await self._database.transact(due, lock=LOCK)

    async def end(self, job_id: JobId, message_id: int | None, *, now: datetime) -> None:
        """See ShowcaseStore."""
        said = {"this": job_id, "message": message_id, "now": now}
        await self._database.transact(lambda connection: connection.execute(_END, said).rowcount)
