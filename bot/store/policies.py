"""What each place says for itself, in SQL."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa

from bot.domain.moderation.policy_change import (
    PolicyChange,
    Undone,
    read,
    taken_back,
    told,
    touched_by,
)
from bot.domain.policy import PolicyPatch
from bot.store import policy_changes
from bot.store.batch import Batch
from bot.store.moderation import entries
from bot.store.schema import policies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.moderation.policy_change import Touched
    from bot.store.database import Database

_Wanted: TypeAlias = "tuple[GuildId, tuple[PlaceId, ...]]"

_GUILD = policies.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_PLACE = policies.c.place_id == sa.bindparam("place", type_=sa.BigInteger)

_SELECT = sa.select(policies.c.patch).where(_GUILD, _PLACE)
_SELECT_MANY = sa.select(policies.c.guild_id, policies.c.place_id, policies.c.patch).where(
    policies.c.guild_id.in_(sa.bindparam("guilds", expanding=True)),
    policies.c.place_id.in_(sa.bindparam("places", expanding=True)),
)
_SELECT_ALL = sa.select(policies.c.place_id, policies.c.patch).where(_GUILD)
_INSERT = policies.insert()
_DELETE = policies.delete().where(_GUILD, _PLACE)


class SqlPolicyStore:
    """A PolicyStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._reads = Batch(database.start, self._read)

    async def patches(
        self, guild_id: GuildId, places: Sequence[PlaceId]
    ) -> Mapping[PlaceId, PolicyPatch]:
        """See PolicyStore; calls that come together share a statement."""
        return await self._reads((guild_id, tuple(places)))

    async def patches_of_guild(self, guild_id: GuildId) -> Mapping[PlaceId, PolicyPatch]:
        """See PolicyStore."""
        found = await self._database.read(
            lambda connection: connection.execute(_SELECT_ALL, {"guild": guild_id}).all()
        )
        return {place: _decode(text) for place, text in found}

    async def put(
        self, guild_id: GuildId, place: PlaceId, patch: PolicyPatch, *, by: UserId, now: datetime
    ) -> PolicyChange:
        """See PolicyStore."""
        return await self.amend(guild_id, place, lambda said: said.merged(patch), by=by, now=now)

    async def reset(
        self, guild_id: GuildId, place: PlaceId, *, by: UserId, now: datetime
    ) -> PolicyChange:
        """See PolicyStore."""
        return await self.amend(guild_id, place, lambda _: PolicyPatch(), by=by, now=now)

    async def amend(
        self,
        guild_id: GuildId,
        place: PlaceId,
        change: Callable[[PolicyPatch], PolicyPatch],
        *,
        by: UserId,
        now: datetime,
    ) -> PolicyChange:
        """See PolicyStore."""
        place_of = _Place(guild_id, place)
        return await self._database.transact(
            lambda connection: place_of.put(connection, change, by=by, now=now), lock=place
        )

    async def undo(
        self, guild_id: GuildId, entry_id: int, *, by: UserId, now: datetime
    ) -> Undone | None:
        """See PolicyStore."""
        entry = await self._database.read(
            lambda connection: policy_changes.found(connection, guild_id, entry_id)
        )
        if entry is None or entry.place is None:
            return None
        known, place_of = entry, _Place(guild_id, entry.place)

        def take_back(connection: sa.Connection) -> Undone:
            since: tuple[str, ...] = ()

            def change(said: PolicyPatch) -> PolicyPatch:
                nonlocal since
                back, since = taken_back(said, known)
                return back

            made = place_of.put(connection, change, by=by, now=now, undoes=entry_id)
            later = policy_changes.newer(connection, known) if since else ()
            return Undone(change=made, since=touched_by(since, later))

        return await self._database.transact(take_back, lock=entry.place)

    async def touched(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Touched | None:
        """See PolicyStore."""
        return await self._database.read(
            lambda connection: policy_changes.last(connection, guild_id, places)
        )

    async def _read(self, wanted: Sequence[_Wanted]) -> list[dict[PlaceId, PolicyPatch]]:
        every = {
            "guilds": list({guild for guild, _ in wanted}),
            "places": list({place for _, places in wanted for place in places}),
        }
        found = await self._database.read(
            lambda connection: connection.execute(_SELECT_MANY, every).all()
        )
        said = {(guild, place): _decode(text) for guild, place, text in found}
        return [
            {place: said[guild, place] for place in places if (guild, place) in said}
            for guild, places in wanted
        ]


@dataclass(frozen=True, slots=True)
class _Place:
    guild_id: GuildId
    place: PlaceId

    def put(
        self,
        connection: sa.Connection,
        change: Callable[[PolicyPatch], PolicyPatch],
        *,
        by: UserId,
        now: datetime,
        undoes: int | None = None,
    ) -> PolicyChange:
        """Put what ``change`` makes of what is said, with the entry that tells of it."""
        key = {"guild": self.guild_id, "place": self.place}
        text = connection.scalar(_SELECT, key)
        before = _decode(text) if text else PolicyPatch()
        changed = PolicyChange(place=self.place, before=before, after=change(before))
        if not changed.rules:
            return changed
        connection.execute(_DELETE, key)
        if said := changed.after.set_fields():
            row = {"guild_id": self.guild_id, "place_id": self.place, "patch": json.dumps(said)}
            connection.execute(_INSERT, row | {"changed_by": by, "changed_at": now})
        entry = told(changed, self.guild_id, by=by, at=now, undoes=undoes)
        return replace(changed, entry=entries.added(connection, entry))


def _decode(text: str) -> PolicyPatch:
    return PolicyPatch(**read(json.loads(text)))  # type: ignore[arg-type] # as they were stored
