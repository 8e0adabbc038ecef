"""Old entries, in SQL, some at a time: on SQLite all others wait while one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ids import GuildId
from bot.domain.moderation.entry import EntryKind
from bot.domain.ports import Swept
from bot.store.moderation.case_tables import WAITING, cases, entries
from bot.store.types import Moment

if TYPE_CHECKING:
    from datetime import datetime

    from bot.store.database import Database

LOCK = -1_201
"""Held by whoever deletes: two that delete the same wait for each other in one order."""

_NEXT = sa.select(sa.func.min(entries.c.guild_id)).where(
    entries.c.guild_id > sa.bindparam("guild", type_=sa.BigInteger)
)
_FIRST = sa.select(sa.func.min(entries.c.guild_id))
_OLD = (
    sa.select(entries.c.at, entries.c.id, entries.c.case_id)
    .where(
        entries.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
        entries.c.at < sa.bindparam("before", type_=Moment),
    )
    .order_by(entries.c.at, entries.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_OLD_AFTER = _OLD.where(
    sa.tuple_(entries.c.at, entries.c.id)
    > sa.tuple_(
        sa.bindparam("after_at", type_=Moment), sa.bindparam("after_id", type_=sa.BigInteger)
    )
)
_THESE: sa.BindParameter[Any] = sa.bindparam("these", expanding=True)


def _is_told(*kinds: EntryKind) -> sa.ColumnElement[bool]:
    names = [kind.value for kind in kinds]
    of_case = entries.c.case_id == cases.c.id, entries.c.kind.in_(names)
    return sa.exists().where(*of_case).correlate(cases)


_APPEALED = sa.and_(
    _is_told(EntryKind.APPEALED),
    ~_is_told(EntryKind.APPEAL_GRANTED, EntryKind.APPEAL_REFUSED),
)
_OPEN = sa.select(cases.c.id).where(cases.c.id.in_(_THESE), sa.or_(WAITING, _APPEALED))
_DELETE = entries.delete().where(entries.c.id.in_(_THESE))
_CLOSE = cases.delete().where(
    cases.c.id.in_(_THESE),
    ~sa.exists().where(entries.c.case_id == cases.c.id).correlate(cases),
)


class SqlRetentionStore:
    """A RetentionStore over the tables of entries and cases."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def guild_after(self, guild_id: GuildId | None) -> GuildId | None:
        """See RetentionStore."""
        which = _FIRST if guild_id is None else _NEXT
        asked = {} if guild_id is None else {"guild": guild_id}
        found = await self._database.read(lambda connection: connection.scalar(which, asked))
        return None if found is None else GuildId(found)

    async def expire(
        self, guild_id: GuildId, *, before: datetime, limit: int, after: Swept | None = None
    ) -> Swept | None:
        """See RetentionStore."""
        asked = {"guild": guild_id, "before": before, "most": limit}
        if after is not None:
            asked |= {"after_at": after.at, "after_id": after.entry}

        def expire(connection: sa.Connection) -> Swept | None:
            old = connection.execute(_OLD if after is None else _OLD_AFTER, asked).all()
            if not old:
                return None
            of_cases = list({row.case_id for row in old if row.case_id})
            kept = set(connection.scalars(_OPEN, {"these": of_cases})) if of_cases else set()
            gone = [row.id for row in old if row.case_id not in kept]
            if gone:
                connection.execute(_DELETE, {"these": gone})
            if closed := [name for name in of_cases if name not in kept]:
                connection.execute(_CLOSE, {"these": closed})
            return Swept(at=old[-1].at, entry=old[-1].id)

        return await self._database.transact(expire, lock=LOCK)
