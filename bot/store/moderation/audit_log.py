"""How far the entries of servers were told in their channels, in SQL.

A mark, of all servers together, says up to where somebody looked whether a server has a channel
for them. From there on each server that has one is told of by a row of its own, at its own pace,
which is gone when all is told: the rows that are there are what there is to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import GuildId
from bot.domain.ports import LogBatch, News
from bot.store.moderation.audit import after, to_told
from bot.store.moderation.audit_tables import log_cursors
from bot.store.moderation.case_tables import entries
from bot.store.schema import meta
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from bot.store.database import Database

LOCK = -1_200
"""Held by whoever notes, takes or ends: one after the other."""

TOGETHER = 10
"""Entries of one message."""

LOOKED_AT = 2000
"""Entries that are looked at in one go."""

MARK = "audit.told"
"""The name of the mark."""

_MARK = sa.select(meta.c.value).where(meta.c.key == MARK)
_PUT_MARK = sa.text(
    "INSERT INTO meta (key, value) VALUES (:key, :value)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_NEWEST = sa.select(sa.func.coalesce(sa.func.max(entries.c.id), 0))
_IN_FLIGHT = sa.text(
    "SELECT coalesce(max(id), 0), pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
    " pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM entries"
)
_NEW = (
    sa.select(entries.c.guild_id, sa.func.min(entries.c.id))
    .where(
        entries.c.id > sa.bindparam("after", type_=sa.BigInteger),
        entries.c.id <= sa.bindparam("until", type_=sa.BigInteger),
    )
    .group_by(entries.c.guild_id)
)
_BEGIN = sa.text(
    "INSERT INTO log_cursors (guild_id, told, due_at) VALUES (:guild, :told, :due)"
    " ON CONFLICT (guild_id) DO NOTHING"
).bindparams(sa.bindparam("due", type_=Moment))
_DUE = (
    sa.select(log_cursors)
    .where(log_cursors.c.due_at <= sa.bindparam("now", type_=Moment))
    .order_by(log_cursors.c.due_at, log_cursors.c.guild_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_GUILD = log_cursors.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_END = log_cursors.delete().where(_GUILD)
_POSTPONE = log_cursors.update().where(_GUILD).values(due_at=sa.bindparam("due", type_=Moment))
_TAKE = _POSTPONE.values(taken=sa.bindparam("last", type_=sa.BigInteger))
_DONE = _POSTPONE.values(told=sa.bindparam("last", type_=sa.BigInteger), taken=None)


class SqlAuditLogStore:
    """An AuditLogStore in one table, and a mark among the small things."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._settled = 0
        self._unsettled: tuple[int, int] | None = None
        """The newest entry of a while ago, and the transaction that was the next one then."""

    async def news(self) -> News | None:
        """See AuditLogStore."""
        return await self._database.read(self._news)

    async def note(self, news: News, wanted: Collection[GuildId], *, now: datetime) -> None:
        """See AuditLogStore."""
        rows = [
            {"guild": guild, "told": first - 1, "due": now}
            for guild, first in news.first.items()
            if guild in wanted
        ]

        def note(connection: sa.Connection) -> None:
            if _mark(connection) != news.after:
                return
            connection.execute(_PUT_MARK, {"key": MARK, "value": str(news.until)})
            if rows:
                connection.execute(_BEGIN, rows)

        await self._database.transact(note, lock=LOCK)

    async def take(self, *, now: datetime, until: datetime, limit: int) -> Sequence[LogBatch]:
        """See AuditLogStore."""
        asked = {"now": now, "most": limit}

        def take(connection: sa.Connection) -> list[LogBatch]:
            mark = _mark(connection)
            rows = connection.execute(_DUE, asked).all()
            batches = [_batch(connection, row, mark) for row in rows]
            for batch in batches:
                if not batch.told:
                    connection.execute(_END, {"guild": batch.guild_id})
                    continue
                last = batch.told[-1].entry.id
                connection.execute(_TAKE, {"guild": batch.guild_id, "last": last, "due": until})
            return [batch for batch in batches if batch.told]

        is_due = await self._database.read(
            lambda connection: connection.execute(_DUE, asked | {"most": 1}).first()
        )
        return await self._database.transact(take, lock=LOCK) if is_due else []

    async def done(self, batch: LogBatch, *, due: datetime) -> None:
        """See AuditLogStore."""
        last = batch.told[-1].entry.id
        await self._change(_DONE, {"guild": batch.guild_id, "last": last, "due": due})

    async def postpone(self, guild_id: GuildId, *, due: datetime) -> None:
        """See AuditLogStore."""
        await self._change(_POSTPONE, {"guild": guild_id, "due": due})

    async def skip(self, guild_id: GuildId, *, due: datetime) -> None:
        """See AuditLogStore."""

        def skip(connection: sa.Connection) -> None:
            said = {"guild": guild_id, "last": _mark(connection), "due": due}
            connection.execute(_DONE, said)

        await self._database.transact(skip, lock=LOCK)

    async def _change(self, statement: sa.Update, said: dict[str, object]) -> None:
        await self._database.transact(
            lambda connection: connection.execute(statement, said).rowcount, lock=LOCK
        )

    def _news(self, connection: sa.Connection) -> News | None:
        mark, settled = _mark(connection), self._settled_now(connection)
        if settled <= mark:
            return None
        until = min(settled, mark + LOOKED_AT)
        rows = connection.execute(_NEW, {"after": mark, "until": until})
        first = {GuildId(guild): int(number) for guild, number in rows}
        return News(after=mark, until=until, first=first)

    def _settled_now(self, connection: sa.Connection) -> int:
        """Return the newest entry that none can come before any more.

        On PostgreSQL an entry has its number before others see it: what was the newest a while
        ago is settled, once all transactions are over that were under way then.
        """
        if connection.dialect.name == "sqlite":
            return connection.scalar(_NEWEST) or 0
        newest, oldest, following = connection.execute(_IN_FLIGHT).one()
        if self._unsettled is not None and oldest >= self._unsettled[1]:
            self._settled = max(self._settled, self._unsettled[0])
            self._unsettled = None
        if self._unsettled is None:
            self._unsettled = (newest, following)
        return self._settled


def _batch(connection: sa.Connection, row: Row[tuple[object, ...]], mark: int) -> LogBatch:
    last = mark if row.taken is None else row.taken
    some = connection.execute(after(row.guild_id, row.told, last, TOGETHER))
    return LogBatch(guild_id=GuildId(row.guild_id), told=[to_told(each) for each in some])


def _mark(connection: sa.Connection) -> int:
    return int(connection.scalar(_MARK) or 0)
