"""What waits, in SQL: by the indexes of waiting and of flying jobs, which are small."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.job import JobState
from bot.domain.queueing import OwnQueue, Queued
from bot.errors import StoreError
from bot.store.jobs.job_rows import to_job
from bot.store.jobs.job_table import state_in
from bot.store.schema import FLYING, QUEUED, jobs

if TYPE_CHECKING:
    from bot.domain.ids import GuildId, UserId
    from bot.store.database import Database

_COUNT = sa.func.count()
_OWN = sa.and_(
    jobs.c.user_id == sa.bindparam("user", type_=sa.BigInteger),
    jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
)
_others = jobs.alias("others")
_AHEAD = (
    sa.select(_COUNT)
    .select_from(_others)
    .where(
        state_in([JobState.QUEUED], _others),
        sa.tuple_(_others.c.created_at, _others.c.id) < sa.tuple_(jobs.c.created_at, jobs.c.id),
    )
    .scalar_subquery()
)
_WAITING = (
    sa.select(jobs, _AHEAD.label("ahead"))
    .where(_OWN, QUEUED)
    .order_by(jobs.c.created_at, jobs.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_COUNTS = sa.select(
    sa.select(_COUNT).select_from(jobs).where(_OWN, QUEUED).scalar_subquery(),
    sa.select(_COUNT).select_from(jobs).where(_OWN, FLYING).scalar_subquery(),
)


class SqlQueue:
    """A QueueStore over the table of jobs."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def own(self, user_id: UserId, guild_id: GuildId, *, most: int) -> OwnQueue:
        """See QueueStore."""
        asked = {"user": user_id, "guild": guild_id}
        return await self._database.read(lambda connection: _own(connection, asked, most))


def _own(connection: sa.Connection, asked: dict[str, int], most: int) -> OwnQueue:
    total, under_way = connection.execute(_COUNTS, asked).one()
    waiting: list[Queued] = []
    for row in connection.execute(_WAITING, asked | {"most": most}).all():
        with suppress(StoreError):
            waiting.append(Queued(to_job(row), row.ahead))
    return OwnQueue(waiting=waiting, total=total, under_way=under_way)
