"""The filters of servers, in SQL: each change makes a new version, which every process sees."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.moderation.filters import Asked, FilterAction, FilterEntry, FilterOutcome
from bot.domain.privacy import ERASED
from bot.errors import StoreError
from bot.store.batch import Batch
from bot.store.jobs.job_table import DELIVERED, jobs
from bot.store.jobs.request_json import decode
from bot.store.moderation import entries as audit
from bot.store.moderation.filter_tables import filter_versions, filters

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
_KEYS = sa.select(filters.c.place_id, filters.c.key, filters.c.action).where(_GUILD)
_SELECT = sa.select(filters).where(_ONE)
_DELETE = filters.delete().where(_ONE)
_INSERT = filters.insert()
_CHANGE = (
    filters.update()
    .where(_ONE)
    .values(
        action=sa.bindparam("now_action", type_=sa.Text),
        changed_by=sa.bindparam("now_by", type_=sa.BigInteger),
        changed_at=sa.bindparam("now_at", type_=filters.c.changed_at.type),
    )
)
_NEXT = sa.text(
    "INSERT INTO filter_versions (guild_id, version) VALUES (:guild, 1)"
    " ON CONFLICT (guild_id) DO UPDATE SET version = filter_versions.version + 1"
)
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

    async def put(
        self, entries: Sequence[FilterEntry], told: Entry, *, most: int
    ) -> Sequence[FilterOutcome]:
        """See FilterStore."""
        guild = told.guild_id

        def keep(connection: sa.Connection) -> list[FilterOutcome]:
            rows = connection.execute(_KEYS, {"guild": guild}).all()
            known = {(row.place_id, row.key): row.action for row in rows}
            outcomes = [_outcome(it, known, most) for it in entries]
            sorted_out = list(zip(entries, outcomes, strict=True))
            _write(connection, sorted_out)
            changed = sum(it in _CHANGES for it in outcomes)
            _tell(connection, told, changed)
            return outcomes

        return await self._database.transact(keep, lock=guild)

    async def remove(
        self, guild_id: GuildId, place: PlaceId, key: str, told: Entry
    ) -> FilterEntry | None:
        """See FilterStore."""
        which = {"guild": guild_id, "place": place, "sought": key}

        def forget(connection: sa.Connection) -> FilterEntry | None:
            row = connection.execute(_SELECT, which).one_or_none()
            if row is None:
                return None
            connection.execute(_DELETE, which)
            _tell(connection, told, 1)
            return _entry(row)

        return await self._database.transact(forget, lock=guild_id)

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


_CHANGES = {FilterOutcome.ADDED, FilterOutcome.CHANGED}


def _outcome(it: FilterEntry, known: dict[tuple[int, str], str], most: int) -> FilterOutcome:
    """Say what becomes of an entry beside those that are ``known``, and note it there."""
    key = (it.place, it.key)
    there = known.get(key)
    if there is None and len(known) >= most:
        return FilterOutcome.FULL
    known[key] = it.action.value
    if there is None:
        return FilterOutcome.ADDED
    return FilterOutcome.SAME if there == it.action.value else FilterOutcome.CHANGED


def _write(
    connection: sa.Connection, sorted_out: Iterable[tuple[FilterEntry, FilterOutcome]]
) -> None:
    added: dict[tuple[int, str], dict[str, object]] = {}
    for it, outcome in sorted_out:
        key = (it.place, it.key)
        if outcome is FilterOutcome.ADDED or (outcome is FilterOutcome.CHANGED and key in added):
            added[key] = _row(it)
        elif outcome is FilterOutcome.CHANGED:
            which = {"guild": it.guild_id, "place": it.place, "sought": it.key}
            now = {"now_action": it.action.value, "now_by": it.by, "now_at": it.at}
            connection.execute(_CHANGE, which | now)
    if added:
        connection.execute(_INSERT, list(added.values()))


def _tell(connection: sa.Connection, told: Entry, changed: int) -> None:
    if changed:
        connection.execute(_NEXT, {"guild": told.guild_id})
        audit.add(connection, [replace(told, details={**told.details, "count": changed})])


def _row(it: FilterEntry) -> dict[str, object]:
    return {
        "guild_id": it.guild_id,
        "place_id": it.place,
        "key": it.key,
        "phrase": it.phrase,
        "action": it.action.value,
        "changed_by": it.by,
        "changed_at": it.at,
    }


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
