"""What each place says for itself, in a dict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.policy_change import (
    PolicyChange,
    Touched,
    Undone,
    taken_back,
    told,
    touched_by,
)
from bot.domain.policy import PolicyPatch
from tests.store.memory.cases import MemoryAuditStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.moderation.entry import Entry


class MemoryPolicyStore:
    """A PolicyStore that forgets everything with the test."""

    def __init__(self) -> None:
        self.audit = MemoryAuditStore()
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
    ) -> PolicyChange:
        return await self.amend(guild_id, place, lambda said: said.merged(patch), by=by, now=now)

    async def reset(
        self, guild_id: GuildId, place: PlaceId, *, by: UserId, now: datetime
    ) -> PolicyChange:
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
        return await self._amend(guild_id, place, change, by=by, now=now)

    async def _amend(
        self,
        guild_id: GuildId,
        place: PlaceId,
        change: Callable[[PolicyPatch], PolicyPatch],
        *,
        by: UserId,
        now: datetime,
        undoes: int | None = None,
    ) -> PolicyChange:
        said = self._said.setdefault(guild_id, {})
        before = said.get(place, PolicyPatch())
        made = PolicyChange(place=place, before=before, after=change(before))
        if not made.rules:
            return made
        said.pop(place, None)
        if made.after.set_fields():
            said[place] = made.after
        await self.audit.add([told(made, guild_id, by=by, at=now, undoes=undoes)])
        return replace(made, entry=self.audit.told[-1].id)

    async def undo(
        self, guild_id: GuildId, entry_id: int, *, by: UserId, now: datetime
    ) -> Undone | None:
        entries = [entry for entry in self._changes(guild_id) if entry.id >= entry_id]
        if not entries or entries[0].id != entry_id or (place := entries[0].place) is None:
            return None
        since: tuple[str, ...] = ()

        def change(said: PolicyPatch) -> PolicyPatch:
            nonlocal since
            back, since = taken_back(said, entries[0])
            return back

        made = await self._amend(guild_id, place, change, by=by, now=now, undoes=entry_id)
        later = [entry for entry in reversed(entries[1:]) if entry.place == place]
        return Undone(change=made, since=touched_by(since, later))

    async def touched(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Touched | None:
        found = [entry for entry in self._changes(guild_id) if entry.place in places]
        return Touched(found[-1].by, found[-1].at) if found else None

    def _changes(self, guild_id: GuildId) -> list[Entry]:
        changed = EntryKind.POLICY_CHANGED
        return [it for it in self.audit.told if (it.guild_id, it.kind) == (guild_id, changed)]
