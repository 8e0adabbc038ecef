"""Who does not want to stand in the gallery, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import UserId
from bot.store.schema import opt_outs

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.store.database import Database

_WHO = opt_outs.c.user_id == sa.bindparam("who", type_=sa.BigInteger)
_DELETE = opt_outs.delete().where(_WHO)
_INSERT = sa.text(
    "INSERT INTO opt_outs (user_id, at) VALUES (:user_id, :at) ON CONFLICT (user_id) DO NOTHING"
).bindparams(sa.bindparam("at", type_=opt_outs.c.at.type))
_AMONG = sa.select(opt_outs.c.user_id).where(
    opt_outs.c.user_id.in_(sa.bindparam("users", expanding=True))
)


class SqlOptOuts:
    """OptOuts in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def set_opted_out(self, user_id: UserId, *, out: bool, now: datetime) -> bool:
        """See OptOuts."""

        def note(connection: sa.Connection) -> int:
            if out:
                return connection.execute(_INSERT, {"user_id": user_id, "at": now}).rowcount
            return connection.execute(_DELETE, {"who": user_id}).rowcount

        return bool(await self._database.transact(note))

    async def is_opted_out(self, user_id: UserId) -> bool:
        """See OptOuts."""
        return bool(await self.among([user_id]))

    async def among(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        """See OptOuts."""
        if not user_ids:
            return frozenset()
        asked = {"users": list(user_ids)}
        found = await self._database.read(
            lambda connection: connection.scalars(_AMONG, asked).all()
        )
        return frozenset(map(UserId, found))
