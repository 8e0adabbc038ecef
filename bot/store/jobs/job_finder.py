"""Jobs by their message and by what they were made from, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.job import JobState
from bot.store.jobs.job_rows import to_job
from bot.store.schema import jobs, state_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.store.database import Database

_OF_MESSAGE = (
    sa.select(jobs)
    .where(jobs.c.message_id == sa.bindparam("message", type_=sa.BigInteger))
    .order_by(jobs.c.created_at, jobs.c.id)
    .limit(1)
)
_MADE_FROM = (
    sa.select(jobs)
    .where(
        jobs.c.parent_job == sa.bindparam("parent", type_=sa.Text),
        state_in([JobState.DELIVERED]),
        ~jobs.c.private,
        jobs.c.deleted_by.is_(None),
    )
    .order_by(jobs.c.created_at, jobs.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


class SqlJobFinder:
    """A JobFinder in the table of jobs."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def of_message(self, message_id: int) -> Job | None:
        """See JobFinder."""
        found = await self._database.read(
            lambda connection: connection.execute(
                _OF_MESSAGE, {"message": message_id}
            ).one_or_none()
        )
        return None if found is None else to_job(found)

    async def made_from(self, job_id: JobId, limit: int) -> Sequence[Job]:
        """See JobFinder."""
        asked = {"parent": job_id, "most": limit}
        found = await self._database.read(
            lambda connection: connection.execute(_MADE_FROM, asked).all()
        )
        return [to_job(row) for row in found]
