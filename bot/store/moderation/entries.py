"""What happened in a server, in SQL: added with what it tells of, and never changed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ids import CaseId, GuildId, JobId, PlaceId, UserId
from bot.domain.moderation.casefile import TOLD
from bot.domain.moderation.entry import Entry, EntryKind
from bot.store.moderation import audiences, strikes
from bot.store.moderation.case_tables import cases, entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row

_PLACE = sa.select(cases.c.place).where(cases.c.id == sa.bindparam("this", type_=sa.Text))
_INSERT = entries.insert()
_INSERT_ONE = _INSERT.returning(entries.c.id)


def add(
    connection: sa.Connection, happened: Iterable[Entry], case_id: CaseId | None = None
) -> None:
    """Add entries, in the transaction of what they tell of; to a case if one is given.

    Those of a case happened where it stands, unless they say otherwise: who may read the one may
    read the other. Whoever is to be told of one is noted with it, and so are the strikes that
    follow.
    """
    added = [
        _placed(connection, replace(entry, case_id=case_id or entry.case_id)) for entry in happened
    ]
    if not added:
        return
    if any(entry.case_id and entry.kind in TOLD for entry in added):
        numbers = [connection.scalar(_INSERT_ONE, _row(entry)) or 0 for entry in added]
        audiences.note(connection, zip(numbers, added, strict=True))
    else:
        connection.execute(_INSERT, [_row(entry) for entry in added])
    strikes.note(connection, added, case_id)


def _placed(connection: sa.Connection, entry: Entry) -> Entry:
    if entry.case_id is None or entry.place is not None:
        return entry
    place = connection.scalar(_PLACE, {"this": entry.case_id})
    return replace(entry, place=None if place is None else PlaceId(place))


def added(connection: sa.Connection, entry: Entry) -> int:
    """Add one entry likewise, and return its number."""
    key = connection.execute(_INSERT, _row(entry)).inserted_primary_key
    return int(key[0]) if key else 0


def to_entry(row: Row[Any]) -> Entry:
    """Return the entry of a row of all columns."""
    return Entry(
        id=row.id,
        guild_id=GuildId(row.guild_id),
        kind=EntryKind(row.kind),
        at=row.at,
        by=row.by and UserId(row.by),
        member=row.member and UserId(row.member),
        place=row.place and PlaceId(row.place),
        case_id=row.case_id and CaseId(row.case_id),
        job_id=row.job and JobId(row.job),
        image=row.image,
        why=row.why,
        details=json.loads(row.details),
    )


def _row(entry: Entry) -> dict[str, object]:
    return {
        "guild_id": entry.guild_id,
        "kind": entry.kind.value,
        "at": entry.at,
        "by": entry.by,
        "member": entry.member,
        "place": entry.place,
        "case_id": entry.case_id,
        "job": entry.job_id,
        "image": entry.image,
        "why": entry.why,
        "details": json.dumps(entry.details),
    }
