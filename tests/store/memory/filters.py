"""The filters of servers, in lists."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from bot.domain.ids import UserId
from bot.domain.moderation.filter_change import FilterChange, FilterChanged, kept, taken_back
from bot.domain.moderation.filters import FilterEntry
from bot.errors import RefusedError
from bot.texts.text import text
from tests.store.memory.cases import MemoryAuditStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.filter_change import Known
    from bot.domain.moderation.filters import Asked


class MemoryFilterStore:
    """A FilterStore that forgets everything with the test."""

    def __init__(self, audit: MemoryAuditStore | None = None) -> None:
        self.audit = audit or MemoryAuditStore()
        self.asked: list[Asked] = []
        """What a test says that was asked for."""
        self.reads = 0
        self._kept: list[FilterEntry] = []
        self._versions: dict[GuildId, int] = {}
        self._numbers = count(1)
        self._changes: dict[int, tuple[GuildId, list[FilterChange]]] = {}

    async def version(self, guild_id: GuildId) -> int:
        return self._versions.get(guild_id, 0)

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[FilterEntry]]:
        self.reads += 1
        return await self.version(guild_id), [it for it in self._kept if it.guild_id == guild_id]

    async def put(self, entries: Sequence[FilterEntry], told: Entry, *, most: int) -> FilterChanged:
        known = self._known(told.guild_id)
        before = len(known)
        changes, outcomes = kept(entries, known, most)
        return replace(await self._made(told, changes, before), outcomes=outcomes)

    async def remove(self, place: PlaceId, key: str, told: Entry) -> FilterChanged:
        known = self._known(told.guild_id)
        there = known.get((place, key))
        if there is None:
            return FilterChanged()
        phrase = next(it.phrase for it in self._kept if (it.place, it.key) == (place, key))
        gone = FilterChange(place=place, key=key, phrase=phrase, before=there, after=None)
        return await self._made(told, [gone], len(known))

    async def undo(self, number: int, told: Entry, *, most: int) -> FilterChanged:
        known = self._known(told.guild_id)
        guild, changes = self._changes.get(number, (None, []))
        back, stays = taken_back(changes if guild == told.guild_id else [], known)
        if len(known) + sum(it.before is None for it in back) > max(most, len(known)):
            raise RefusedError(text("filter.full", most=most))
        return replace(await self._made(told, back, len(known)), stays=stays)

    async def recent(self, guild_id: GuildId, most: int) -> Sequence[Asked]:
        return self.asked[:most]

    def _known(self, guild_id: GuildId) -> Known:
        here = [it for it in self._kept if it.guild_id == guild_id]
        return {(it.place, it.key): it.action for it in here}

    async def _made(
        self, told: Entry, changes: Sequence[FilterChange], before: int
    ) -> FilterChanged:
        for it in changes:
            self._make(told, it)
        more = sum((it.after is not None) - (it.before is not None) for it in changes)
        made = FilterChanged(changes=changes, before=before, after=before + more)
        if not changes:
            return made
        self._versions[told.guild_id] = await self.version(told.guild_id) + 1
        counted = replace(told, details={**told.details, "count": len(changes)})
        await self.audit.add([counted])
        number = self.audit.told[-1].id
        self._changes[number] = told.guild_id, list(changes)
        return replace(made, entry=number)

    def _make(self, told: Entry, change: FilterChange) -> None:
        which = (told.guild_id, change.place, change.key)
        there = [it for it in self._kept if (it.guild_id, it.place, it.key) == which]
        by, at = told.by or UserId(0), told.at
        if change.after is None:
            self._kept.remove(there[0])
        elif there:
            self._kept[self._kept.index(there[0])] = replace(
                there[0], action=change.after, by=by, at=at
            )
        else:
            added = FilterEntry(
                number=next(self._numbers),
                guild_id=told.guild_id,
                place=change.place,
                phrase=change.phrase,
                action=change.after,
                by=by,
                at=at,
            )
            self._kept.append(added)
