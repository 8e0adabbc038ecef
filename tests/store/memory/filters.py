"""The filters of servers, in lists."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from bot.domain.moderation.filters import FilterOutcome
from tests.store.memory.cases import MemoryAuditStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.filters import Asked, FilterEntry


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

    async def version(self, guild_id: GuildId) -> int:
        return self._versions.get(guild_id, 0)

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[FilterEntry]]:
        self.reads += 1
        return await self.version(guild_id), [it for it in self._kept if it.guild_id == guild_id]

    async def put(
        self, entries: Sequence[FilterEntry], told: Entry, *, most: int
    ) -> Sequence[FilterOutcome]:
        outcomes = [self._put(it, most) for it in entries]
        changes = sum(it in {FilterOutcome.ADDED, FilterOutcome.CHANGED} for it in outcomes)
        await self._tell(told, changes)
        return outcomes

    async def remove(
        self, guild_id: GuildId, place: PlaceId, key: str, told: Entry
    ) -> FilterEntry | None:
        for it in self._kept:
            if (it.guild_id, it.place, it.key) == (guild_id, place, key):
                self._kept.remove(it)
                await self._tell(told, 1)
                return it
        return None

    async def recent(self, guild_id: GuildId, most: int) -> Sequence[Asked]:
        return self.asked[:most]

    def _put(self, entry: FilterEntry, most: int) -> FilterOutcome:
        here = [it for it in self._kept if it.guild_id == entry.guild_id]
        for it in here:
            if (it.place, it.key) == (entry.place, entry.key):
                if it.action is entry.action:
                    return FilterOutcome.SAME
                changed = replace(it, action=entry.action, by=entry.by, at=entry.at)
                self._kept[self._kept.index(it)] = changed
                return FilterOutcome.CHANGED
        if len(here) >= most:
            return FilterOutcome.FULL
        self._kept.append(replace(entry, number=next(self._numbers)))
        return FilterOutcome.ADDED

    async def _tell(self, told: Entry, changes: int) -> None:
        if changes:
            self._versions[told.guild_id] = await self.version(told.guild_id) + 1
            await self.audit.add([replace(told, details={**told.details, "count": changes})])
