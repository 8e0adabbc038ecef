"""Remembered images, in SQL: each change makes a new version, which every process sees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.fingerprint import RememberedImage
from bot.domain.ids import CaseId, GuildId, UserId
from bot.store.moderation import entries as audit
from bot.store.moderation.fingerprint_tables import (
    bits_of,
    bytes_of,
    fingerprint_versions,
    fingerprints,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.moderation.entry import Entry
    from bot.store.database import Database

_GUILD = fingerprints.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_ONE = sa.and_(_GUILD, fingerprints.c.number == sa.bindparam("sought", type_=sa.BigInteger))
_VERSION = sa.select(fingerprint_versions.c.version).where(
    fingerprint_versions.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
)
_OF = sa.select(fingerprints).where(_GUILD).order_by(fingerprints.c.number)
_BITS = sa.select(fingerprints.c.bits).where(_GUILD)
_SELECT = sa.select(fingerprints).where(_ONE)
_DELETE = fingerprints.delete().where(_ONE)
_INSERT = fingerprints.insert()
_NEXT = sa.text(
    "INSERT INTO fingerprint_versions (guild_id, version) VALUES (:guild, 1)"
    " ON CONFLICT (guild_id) DO UPDATE SET version = fingerprint_versions.version + 1"
)


class SqlFingerprintStore:
    """A FingerprintStore in two tables."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def version(self, guild_id: GuildId) -> int:
        """See FingerprintStore."""
        return await self._database.read(
            lambda connection: connection.scalar(_VERSION, {"guild": guild_id}) or 0
        )

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[RememberedImage]]:
        """See FingerprintStore."""

        def read(connection: sa.Connection) -> tuple[int, list[RememberedImage]]:
            # The version first: entries that are newer than it are read once more.
            version = connection.scalar(_VERSION, {"guild": guild_id}) or 0
            rows = connection.execute(_OF, {"guild": guild_id}).all()
            return version, [_entry(row) for row in rows]

        return await self._database.read(read)

    async def put(self, entries: Sequence[RememberedImage], told: Entry, *, most: int) -> int:
        """See FingerprintStore."""

        def keep(connection: sa.Connection) -> int:
            count = add(connection, told.guild_id, entries, most)
            if count:
                audit.add(connection, [replace(told, details={**told.details, "count": count})])
            return count

        return await self._database.transact(keep)

    async def forget(self, guild_id: GuildId, number: int, told: Entry) -> RememberedImage | None:
        """See FingerprintStore."""
        which = {"guild": guild_id, "sought": number}

        def forget(connection: sa.Connection) -> RememberedImage | None:
            connection.execute(_NEXT, {"guild": guild_id})
            row = connection.execute(_SELECT, which).one_or_none()
            if row is None:
                return None
            connection.execute(_DELETE, which)
            gone = _entry(row)
            audit.add(connection, [told], gone.case_id)
            return gone

        return await self._database.transact(forget)


def add(
    connection: sa.Connection, guild_id: GuildId, entries: Sequence[RememberedImage], most: int
) -> int:
    """Add what is not there yet, in the transaction of what tells of it; return how many.

    The version goes up first: of two that add to one server, the second waits for the first.
    """
    connection.execute(_NEXT, {"guild": guild_id})
    known = set(connection.scalars(_BITS, {"guild": guild_id}))
    new = {bits: it for it in entries if (bits := bytes_of(it.bits)) not in known}
    rows = [_row(it) for it in new.values()][: max(0, most - len(known))]
    if rows:
        connection.execute(_INSERT, rows)
    return len(rows)


def is_there(connection: sa.Connection, guild_id: GuildId, bits: int) -> bool:
    """Whether a server remembers just these bits."""
    found = _BITS.where(fingerprints.c.bits == sa.bindparam("these", type_=sa.LargeBinary))
    wanted = {"guild": guild_id, "these": bytes_of(bits)}
    return connection.execute(found, wanted).first() is not None


def _row(it: RememberedImage) -> dict[str, object]:
    return {
        "guild_id": it.guild_id,
        "bits": bytes_of(it.bits),
        "case_id": it.case_id,
        "case_number": it.case_number,
        "remembered_by": it.by,
        "remembered_at": it.at,
    }


def _entry(row: sa.Row[Any]) -> RememberedImage:
    return RememberedImage(
        number=row.number,
        guild_id=GuildId(row.guild_id),
        bits=bits_of(row.bits),
        by=UserId(row.remembered_by),
        at=row.remembered_at,
        case_id=row.case_id and CaseId(row.case_id),
        case_number=row.case_number,
    )
