"""The filters of servers, in SQL: each change makes a new version, which every process sees."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.moderation.filter_change import FilterChange, FilterChanged, kept, taken_back
from bot.domain.moderation.filters import Asked, FilterAction, FilterEntry
from bot.domain.privacy import ERASED
from bot.errors import RefusedError, StoreError
from bot.store.batch import Batch
from bot.store.jobs.job_table import DELIVERED, jobs
from bot.store.jobs.request_json import decode
from bot.store.moderation import filter_changes
from bot.store.moderation.filter_tables import filter_versions, filters
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.moderation.entry import Entry
    from bot.store.database import Database

_GUILD = filters.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_ONE = sa.and_(
    _GUILD,
    filters.c.place_id == sa.bindparam("place", type_=sa.BigInteger),
    filters.c.key == sa.bindparam("sought", type_=filters.c.key.type),
)
_VERSION = sa.select(filter_versions.c.version).where(
    filter_versions.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
)
_VERSIONS = sa.select(filter_versions).where(
    filter_versions.c.guild_id.in_(sa.bindparam("guilds", expanding=True))
)
_OF = sa.select(filters).where(_GUILD).order_by(filters.c.number)
_SELECT = sa.select(filters).where(_ONE)
_RECENT = (
    sa.select(jobs.c.request, jobs.c.places)
    .where(
        jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
        DELIVERED,
        jobs.c.searched != ERASED,
    )
    .order_by(jobs.c.created_at.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)


class SqlFilterStore:
    """A FilterStore in two tables."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._versions = Batch(database.start, self._read_versions)

    async def version(self, guild_id: GuildId) -> int:
        """See FilterStore; calls that come together share a statement."""
        return await self._versions(guild_id)

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[FilterEntry]]:
        """See FilterStore."""

        def read(connection: sa.Connection) -> tuple[int, list[FilterEntry]]:
            # The version first: entries that are newer than it are read once more.
            version = connection.scalar(_VERSION, {"guild": guild_id}) or 0
            rows = connection.execute(_OF, {"guild": guild_id}).all()
            return version, [_entry(row) for row in rows]

        return await self._database.read(read)

    async def put(self, entries: Sequence[FilterEntry], told: Entry, *, most: int) -> FilterChanged:
        """See FilterStore."""

        def keep(connection: sa.Connection) -> FilterChanged:
            known = filter_changes.known(connection, told.guild_id)
            before = len(known)
            changes, outcomes = kept(entries, known, most)
            made = filter_changes.made(connection, told, changes, before)
            return replace(made, outcomes=outcomes)

        return await self._database.transact(keep, lock=told.guild_id)

    async def remove(self, place: PlaceId, key: str, told: Entry) -> FilterChanged:
        """See FilterStore."""
        which = {"guild": told.guild_id, "place": place, "sought": key}

        def forget(connection: sa.Connection) -> FilterChanged:
            row = connection.execute(_SELECT, which).one_or_none()
            if row is None:
                return FilterChanged()
            there = _entry(row)
            gone = FilterChange(
                place=place, key=key, phrase=there.phrase, before=there.action, after=None
            )
            before = len(filter_changes.known(connection, told.guild_id))
            return filter_changes.made(connection, told, [gone], before)

        return await self._database.transact(forget, lock=told.guild_id)

    async def undo(self, number: int, told: Entry, *, most: int) -> FilterChanged:
        """See FilterStore."""

        def take_back(connection: sa.Connection) -> FilterChanged:
            known = filter_changes.known(connection, told.guild_id)
            changes = filter_changes.of(connection, told.guild_id, number)
            back, stays = taken_back(changes, known)
            made = filter_changes.made(connection, told, back, len(known))
            if made.after > max(most, made.before):
                raise RefusedError(text("filter.full", most=most))
            return replace(made, stays=stays)

        return await self._database.transact(take_back, lock=told.guild_id)

    async def recent(self, guild_id: GuildId, most: int) -> Sequence[Asked]:
        """See FilterStore."""
        rows = await self._database.read(
            lambda connection: connection.execute(_RECENT, {"guild": guild_id, "most": most}).all()
        )
        return list(_readable(cast("Iterable[sa.Row[Any]]", rows)))

    async def _read_versions(self, asked: Sequence[GuildId]) -> list[int]:
        guilds = {"guilds": list(set(asked))}
        found = await self._database.read(
            lambda connection: connection.execute(_VERSIONS, guilds).all()
        )
        known = {row.guild_id: row.version for row in found}
        return [known.get(guild, 0) for guild in asked]


def _entry(row: sa.Row[Any]) -> FilterEntry:
    return FilterEntry(
        number=row.number,
        guild_id=GuildId(row.guild_id),
        place=PlaceId(row.place_id),
        phrase=row.phrase,
        action=FilterAction(row.action),
        by=UserId(row.changed_by),
        at=row.changed_at,
    )


def _readable(rows: Iterable[sa.Row[Any]]) -> Iterator[Asked]:
    """Yield the requests; one that nobody can read any more is left out."""
    for row in rows:
        try:
            request = decode(row.request)
        except StoreError:
            continue
        yield Asked(request, tuple(map(PlaceId, json.loads(row.places))))
