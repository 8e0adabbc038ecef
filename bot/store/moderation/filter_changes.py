"""Changes of filters, in SQL: written with the entry that tells of them, and read to undo them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import PlaceId
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.filter_change import FilterChange, FilterChanged
from bot.domain.moderation.filters import FilterAction
from bot.store.moderation import entries as audit
from bot.store.moderation.case_tables import entries
from bot.store.moderation.filter_tables import filter_changes, filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.filter_change import Known

_GUILD = filters.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_ONE = sa.and_(
    _GUILD,
    filters.c.place_id == sa.bindparam("place", type_=sa.BigInteger),
    filters.c.key == sa.bindparam("sought", type_=filters.c.key.type),
)
_KEYS = sa.select(filters.c.place_id, filters.c.key, filters.c.action).where(_GUILD)
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
_NOTE = filter_changes.insert()
_OF = (
    sa.select(filter_changes)
    .join(entries, entries.c.id == filter_changes.c.entry)
    .where(
        entries.c.id == sa.bindparam("this", type_=sa.BigInteger),
        entries.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
        entries.c.kind == EntryKind.FILTER_CHANGED.value,
    )
    .order_by(filter_changes.c.number)
)


def known(connection: sa.Connection, guild_id: GuildId) -> Known:
    """Return what the entries of a server do."""
    rows = connection.execute(_KEYS, {"guild": guild_id}).all()
    return {(PlaceId(row.place_id), row.key): FilterAction(row.action) for row in rows}


def of(connection: sa.Connection, guild_id: GuildId, number: int) -> list[FilterChange]:
    """Return what an entry of the audit of a server tells of; nothing of one that is not there."""
    rows = connection.execute(_OF, {"this": number, "guild": guild_id}).all()
    return [
        FilterChange(
            place=PlaceId(row.place_id),
            key=row.key,
            phrase=row.phrase,
            before=None if row.before is None else FilterAction(row.before),
            after=None if row.after is None else FilterAction(row.after),
        )
        for row in rows
    ]


def made(
    connection: sa.Connection, told: Entry, changes: Sequence[FilterChange], before: int
) -> FilterChanged:
    """Make changes of a server's filter, which had so many entries ``before``, and tell of them."""
    more = sum((it.after is not None) - (it.before is not None) for it in changes)
    made = FilterChanged(changes=changes, before=before, after=before + more)
    if not changes:
        return made
    _write(connection, told, changes)
    connection.execute(_NEXT, {"guild": told.guild_id})
    counted = replace(told, details={**told.details, "count": len(changes)})
    number = audit.added(connection, counted)
    connection.execute(_NOTE, [_note(number, n, it) for n, it in enumerate(changes)])
    return replace(made, entry=number)


def _write(connection: sa.Connection, told: Entry, changes: Sequence[FilterChange]) -> None:
    guild, by, at = told.guild_id, told.by, told.at
    gone, changed, added = list[dict[str, object]](), list[dict[str, object]](), []
    for it in changes:
        which: dict[str, object] = {"guild": guild, "place": it.place, "sought": it.key}
        if it.after is None:
            gone.append(which)
        elif it.before is None:
            row = {"guild_id": guild, "place_id": it.place, "key": it.key, "phrase": it.phrase}
            added.append(row | {"action": it.after.value, "changed_by": by, "changed_at": at})
        else:
            changed.append(which | {"now_action": it.after.value, "now_by": by, "now_at": at})
    for statement, rows in ((_DELETE, gone), (_CHANGE, changed), (_INSERT, added)):
        if rows:
            connection.execute(statement, rows)


def _note(entry: int, number: int, change: FilterChange) -> dict[str, object]:
    return {
        "entry": entry,
        "number": number,
        "place_id": change.place,
        "key": change.key,
        "phrase": change.phrase,
        "before": change.before and change.before.value,
        "after": change.after and change.after.value,
    }
