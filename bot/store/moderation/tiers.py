"""The limits of roles, in SQL."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import RoleId
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.ports import TierChange
from bot.domain.tier import MOST, NO_LIMITS, read
from bot.errors import RefusedError
from bot.store.moderation import entries
from bot.store.schema import tiers
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.domain.ids import GuildId, UserId
    from bot.domain.tier import Limits
    from bot.store.database import Database

_GUILD = tiers.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_ROLE = tiers.c.role_id == sa.bindparam("role", type_=sa.BigInteger)
_SELECT = (
    sa.select(tiers.c.role_id, tiers.c.limits)
    .where(_GUILD)
    .order_by(tiers.c.changed_at, tiers.c.role_id)
)
_INSERT = tiers.insert()
_DELETE = tiers.delete().where(_GUILD, _ROLE)


class SqlTierStore:
    """A TierStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def of_guild(self, guild_id: GuildId) -> Mapping[RoleId, Limits]:
        """See TierStore."""
        return await self._database.read(lambda connection: _of_guild(connection, guild_id))

    async def amend(
        self,
        guild_id: GuildId,
        role: RoleId,
        change: Callable[[Limits], Limits],
        *,
        by: UserId,
        now: datetime,
        undoes: int | None = None,
    ) -> TierChange:
        """See TierStore."""

        def put(connection: sa.Connection) -> TierChange:
            there = _of_guild(connection, guild_id)
            made = changed(there, role, change)
            if made.before == made.after:
                return made
            connection.execute(_DELETE, {"guild": guild_id, "role": role})
            if made.after:
                row = {"guild_id": guild_id, "role_id": role, "limits": _encode(made.after)}
                connection.execute(_INSERT, row | {"changed_by": by, "changed_at": now})
            entry = told(guild_id, role, made, by=by, now=now, undoes=undoes)
            return replace(made, entry=entries.added(connection, entry))

        return await self._database.transact(put, lock=guild_id)


def changed(
    there: Mapping[RoleId, Limits], role: RoleId, change: Callable[[Limits], Limits]
) -> TierChange:
    """Return what becomes of a role's limits.

    Raises:
        RefusedError: one more role may have none.

    """
    before = there.get(role, NO_LIMITS)
    made = TierChange(before, change(before))
    if made.after and role not in there and len(there) >= MOST:
        raise RefusedError(text("tier.full", most=MOST))
    return made


def told(
    guild_id: GuildId,
    role: RoleId,
    made: TierChange,
    *,
    by: UserId,
    now: datetime,
    undoes: int | None = None,
) -> Entry:
    """Return the entry of a change."""
    details: dict[str, object] = {
        "role": str(role),
        "before": dict(made.before),
        "after": dict(made.after),
    }
    if undoes is not None:
        details["undoes"] = undoes
    return Entry(guild_id=guild_id, kind=EntryKind.TIER_CHANGED, at=now, by=by, details=details)


def _of_guild(connection: sa.Connection, guild_id: GuildId) -> dict[RoleId, Limits]:
    found = connection.execute(_SELECT, {"guild": guild_id}).all()
    return {RoleId(role): _decode(limits) for role, limits in found}


def _encode(limits: Limits) -> str:
    return json.dumps(dict(limits))


def _decode(text: str) -> Limits:
    return read(json.loads(text))
