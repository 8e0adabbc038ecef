"""The filters' versions in a database that no other process uses, remembered.

Each job asks for its server's; the entries themselves are kept compiled by whoever asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.filter_change import FilterChanged
    from bot.domain.moderation.filters import Asked, FilterEntry
    from bot.domain.ports import FilterStore


class RememberedFilters:
    """A FilterStore in front of another, which nobody else may change."""

    def __init__(self, store: FilterStore) -> None:
        """Ask ``store`` for what is not remembered."""
        self._store = store
        self._versions = Remembered(store.version)

    async def version(self, guild_id: GuildId) -> int:
        """See FilterStore."""
        return await self._versions.of(guild_id)

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[FilterEntry]]:
        """See FilterStore."""
        return await self._store.of(guild_id)

    async def put(self, entries: Sequence[FilterEntry], told: Entry, *, most: int) -> FilterChanged:
        """See FilterStore."""
        act = self._store.put(entries, told, most=most)
        return await self._versions.change(told.guild_id, act)

    async def remove(self, place: PlaceId, key: str, told: Entry) -> FilterChanged:
        """See FilterStore."""
        return await self._versions.change(told.guild_id, self._store.remove(place, key, told))

    async def undo(self, number: int, told: Entry, *, most: int) -> FilterChanged:
        """See FilterStore."""
        act = self._store.undo(number, told, most=most)
        return await self._versions.change(told.guild_id, act)

    async def recent(self, guild_id: GuildId, most: int) -> Sequence[Asked]:
        """See FilterStore."""
        return await self._store.recent(guild_id, most)
