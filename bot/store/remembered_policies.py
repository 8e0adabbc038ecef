"""The policies of a database that no other process uses, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.moderation.policy_change import PolicyChange, Touched, Undone
    from bot.domain.policy import PolicyPatch
    from bot.domain.ports import PolicyStore


class RememberedPolicies:
    """A PolicyStore in front of another, which nobody else may change."""

    def __init__(self, store: PolicyStore) -> None:
        """Ask ``store`` for what is not remembered."""
        self._store = store
        self._known = Remembered(store.patches_of_guild)

    async def patches(
        self, guild_id: GuildId, places: Sequence[PlaceId]
    ) -> Mapping[PlaceId, PolicyPatch]:
        """See PolicyStore."""
        said = await self._known.of(guild_id)
        return {place: said[place] for place in places if place in said}

    async def patches_of_guild(self, guild_id: GuildId) -> Mapping[PlaceId, PolicyPatch]:
        """See PolicyStore."""
        return await self._known.of(guild_id)

    async def put(
        self, guild_id: GuildId, place: PlaceId, patch: PolicyPatch, *, by: UserId, now: datetime
    ) -> PolicyChange:
        """See PolicyStore."""
        act = self._store.put(guild_id, place, patch, by=by, now=now)
        return await self._known.change(guild_id, act)

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
        act = self._store.amend(guild_id, place, change, by=by, now=now)
        return await self._known.change(guild_id, act)

    async def reset(
        self, guild_id: GuildId, place: PlaceId, *, by: UserId, now: datetime
    ) -> PolicyChange:
        """See PolicyStore."""
        act = self._store.reset(guild_id, place, by=by, now=now)
        return await self._known.change(guild_id, act)

    async def undo(
        self, guild_id: GuildId, entry_id: int, *, by: UserId, now: datetime
    ) -> Undone | None:
        """See PolicyStore."""
        act = self._store.undo(guild_id, entry_id, by=by, now=now)
        return await self._known.change(guild_id, act)

    async def touched(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Touched | None:
        """See PolicyStore."""
        return await self._store.touched(guild_id, places)
