"""Who starred what, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.star import Stars
from bot.store.schema import stars

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import GuildId, JobId, UserId
    from bot.store.database import Database

_JOB = stars.c.job == sa.bindparam("this", type_=sa.Text)
_WHO = stars.c.user_id == sa.bindparam("who", type_=sa.BigInteger)
_COUNT = sa.select(sa.func.count()).select_from(stars).where(_JOB)
_TAKE_BACK = stars.delete().where(_JOB, _WHO)
_GIVE = stars.insert()


class SqlStarStore:
    """A StarStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def toggle(
        self, job_id: JobId, guild_id: GuildId, user_id: UserId, *, now: datetime
    ) -> Stars:
        """See StarStore."""
        row = {"job": job_id, "user_id": user_id, "guild_id": guild_id, "at": now}

        def turn(connection: sa.Connection) -> Stars:
            was_given = connection.execute(_TAKE_BACK, {"this": job_id, "who": user_id}).rowcount
            if not was_given:
                connection.execute(_GIVE, row)
            return Stars(not was_given, connection.scalar(_COUNT, {"this": job_id}) or 0)

        # Two presses of one member: neither sees what the other has not committed.
        return await self._database.transact(turn, lock=user_id)

    async def count(self, job_id: JobId) -> int:
        """See StarStore."""
        return await self._database.read(
            lambda connection: connection.scalar(_COUNT, {"this": job_id}) or 0
        )
