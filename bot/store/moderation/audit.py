"""What happened in a server and is looked for, in SQL: each look reads a bounded number of rows.

An index leads to each way of asking, in the order of time. What several indexes lead to (who did
it or whom it is about, several kinds) is looked up by each of them, as far as it is wanted, and
put together: the databases would rather read all there is, and sort it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.moderation.audit import MOST_COUNTED, Told
from bot.store.jobs.job_table import jobs
from bot.store.moderation import entries as told
from bot.store.moderation.case_tables import cases, entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row

    from bot.domain.ids import GuildId
    from bot.domain.moderation.audit import Sought
    from bot.domain.moderation.entry import Entry
    from bot.store.database import Database

_AT, _ID = entries.c.at, entries.c.id
_JOB = sa.and_(jobs.c.id == entries.c.job, ~jobs.c.private)
_WHOLE = (
    sa.select(
        entries,
        cases.c.number.label("case_number"),
        jobs.c.channel_id.label("channel_id"),
        jobs.c.message_id.label("message_id"),
    )
    .outerjoin(cases, cases.c.id == entries.c.case_id)
    .outerjoin(jobs, _JOB)
)
"""A private result leads nowhere."""

_ONE = sa.select(entries).where(
    entries.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
    entries.c.id == sa.bindparam("this", type_=sa.BigInteger),
)


class SqlAuditStore:
    """An AuditStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def add(self, entries: Sequence[Entry]) -> None:
        """See AuditStore."""
        await self._database.transact(lambda connection: told.add(connection, entries))

    async def one(self, guild_id: GuildId, number: int) -> Entry | None:
        """See AuditStore."""
        asked = {"guild": guild_id, "this": number}
        row = await self._database.read(
            lambda connection: connection.execute(_ONE, asked).one_or_none()
        )
        return None if row is None else told.to_entry(row)

    async def page(
        self, sought: Sought, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Told], int]:
        """See AuditStore."""
        counted, some = count_of(sought), page_of(sought, limit, offset)

        def read(connection: sa.Connection) -> tuple[list[Told], int]:
            rows = connection.execute(some)
            return [to_told(row) for row in rows], connection.scalar(counted) or 0

        return await self._database.read(read)

    async def piece(
        self, sought: Sought, *, limit: int, before: Entry | None = None
    ) -> Sequence[Told]:
        """See AuditStore."""
        some = piece_of(sought, limit, before)
        return await self._database.read(
            lambda connection: [to_told(row) for row in connection.execute(some)]
        )


def count_of(sought: Sought) -> sa.Select[Any]:
    """Return the statement that counts what is sought, as far as that is counted."""
    return sa.select(sa.func.count()).select_from(_found(sought, MOST_COUNTED + 1))


def page_of(sought: Sought, limit: int, offset: int) -> sa.Select[Any]:
    """Return the statement of ``page``."""
    return _ordered(_found(sought, offset + limit)).limit(limit).offset(offset)


def piece_of(sought: Sought, limit: int, before: Entry | None = None) -> sa.Select[Any]:
    """Return the statement of ``piece``."""
    return _ordered(_found(sought, limit, before)).limit(limit)


def after(guild_id: int, first: int, last: int, limit: int) -> sa.Select[Any]:
    """Return some entries of a server in the order of their numbers: from behind the first on."""
    these = entries.c.guild_id == guild_id, first < _ID, last >= _ID
    return _WHOLE.where(*these).order_by(_ID).limit(limit)


def to_told(row: Row[Any]) -> Told:
    """Return the entry of a row, and what leads to it."""
    return Told(
        entry=told.to_entry(row),
        case=row.case_number,
        channel_id=row.channel_id,
        message_id=row.message_id,
    )


def _ordered(found: sa.Subquery) -> sa.Select[Any]:
    return _WHOLE.join(found, found.c.id == _ID).order_by(_AT.desc(), _ID.desc())


def _found(sought: Sought, limit: int, before: Entry | None = None) -> sa.Subquery:
    """Return the numbers of the latest entries that are sought."""
    shared = list(_shared(sought, before))
    ways = [
        sa.select(_AT, _ID)
        .where(*shared, way)
        .order_by(_AT.desc(), _ID.desc())
        .limit(limit)
        .subquery()
        for way in _ways(sought)
    ]
    if len(ways) == 1:
        return ways[0]
    # What two ways lead to is there once.
    both = sa.union(*(sa.select(way.c.at, way.c.id) for way in ways)).subquery()
    latest = sa.select(both.c.at, both.c.id).order_by(both.c.at.desc(), both.c.id.desc())
    return latest.limit(limit).subquery()


def _shared(sought: Sought, before: Entry | None) -> Iterator[sa.ColumnElement[bool]]:
    yield entries.c.guild_id == sought.guild_id
    if sought.since is not None:
        yield sought.since <= _AT
    if sought.until is not None:
        yield sought.until > _AT
    if sought.moderator is not None:
        yield entries.c.by == sought.moderator
    if sought.place is not None:
        yield entries.c.place == sought.place
    if sought.kinds and _is_narrow(sought):
        yield entries.c.kind.in_(_names(sought))
    if before is not None:
        yield sa.tuple_(_AT, _ID) < sa.tuple_(sa.literal(before.at, _AT.type), before.id)


def _ways(sought: Sought) -> Sequence[sa.ColumnElement[bool]]:
    if sought.member is not None:
        return [entries.c.by == sought.member, entries.c.member == sought.member]
    if sought.kinds and not _is_narrow(sought):
        return [entries.c.kind == name for name in _names(sought)]
    return [sa.true()]


def _is_narrow(sought: Sought) -> bool:
    """Whether more than the kind is said, so that another index leads there."""
    return any(it is not None for it in (sought.member, sought.moderator, sought.place))


def _names(sought: Sought) -> list[str]:
    return sorted(kind.value for kind in sought.kinds)
