"""What each place says for itself, in SQL."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

from bot.domain.policy import CHOICES, LISTS, PolicyPatch
from bot.store.batch import Batch
from bot.store.schema import policies

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.store.database import Database

_Wanted: TypeAlias = "tuple[GuildId, tuple[PlaceId, ...]]"

_KNOWN = frozenset(field.name for field in fields(PolicyPatch))
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
    ) -> None:
        """See PolicyStore."""
        await self.amend(guild_id, place, lambda said: said.merged(patch), by=by, now=now)

    async def amend(
        self,
        guild_id: GuildId,
        place: PlaceId,
        change: Callable[[PolicyPatch], PolicyPatch],
        *,
        by: UserId,
        now: datetime,
    ) -> PolicyPatch:
        """See PolicyStore."""
        key = {"guild": guild_id, "place": place}

        def put(connection: sa.Connection) -> PolicyPatch:
            text = connection.scalar(_SELECT, key)
            changed = change(_decode(text) if text else PolicyPatch())
            connection.execute(_DELETE, key)
            if said := changed.set_fields():
                row = {"guild_id": guild_id, "place_id": place, "patch": json.dumps(said)}
                connection.execute(_INSERT, row | {"changed_by": by, "changed_at": now})
            return changed

        return await self._database.transact(put, lock=place)

    async def reset(self, guild_id: GuildId, place: PlaceId) -> bool:
        """See PolicyStore."""
        key = {"guild": guild_id, "place": place}
        gone = await self._database.transact(
            lambda connection: connection.execute(_DELETE, key).rowcount, lock=place
        )
        return bool(gone)

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


def _decode(text: str) -> PolicyPatch:
    said: dict[str, Any] = {
        name: value for name, value in json.loads(text).items() if name in _KNOWN
    }
    for name in CHOICES.keys() & said.keys():
        said[name] = CHOICES[name](said[name])
    for name in LISTS & said.keys():
        said[name] = tuple(said[name])
    return PolicyPatch(**said)
