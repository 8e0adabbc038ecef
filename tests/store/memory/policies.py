"""What each place says for itself, in a dict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.policy import PolicyPatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId


class MemoryPolicyStore:
    """A PolicyStore that forgets everything with the test."""

    def __init__(self) -> None:
        self._said: dict[GuildId, dict[PlaceId, PolicyPatch]] = {}

    async def patches(
        self, guild_id: GuildId, places: Sequence[PlaceId]
    ) -> Mapping[PlaceId, PolicyPatch]:
        said = self._said.get(guild_id, {})
        return {place: said[place] for place in places if place in said}

    async def patches_of_guild(self, guild_id: GuildId) -> Mapping[PlaceId, PolicyPatch]:
        return dict(self._said.get(guild_id, {}))

    async def put(
        self, guild_id: GuildId, place: PlaceId, patch: PolicyPatch, *, by: UserId, now: datetime
    ) -> None:
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
        said = self._said.setdefault(guild_id, {})
        changed = change(said.get(place, PolicyPatch()))
        said.pop(place, None)
        if changed.set_fields():
            said[place] = changed
        return changed

    async def reset(self, guild_id: GuildId, place: PlaceId) -> bool:
        return self._said.get(guild_id, {}).pop(place, None) is not None
