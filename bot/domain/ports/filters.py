"""The filters of servers, and what was asked for of late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.filter_change import FilterChanged
    from bot.domain.moderation.filters import Asked, FilterEntry


class FilterStore(Protocol):
    """Entries by their servers; of one place no two have the same key."""

    async def version(self, guild_id: GuildId) -> int:
        """Return a number that grows with each change; 0 of a server that has never had any."""
        ...

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[FilterEntry]]:
        """Return all entries of a server in the order of their numbers, and its version."""
        ...

    async def put(self, entries: Sequence[FilterEntry], told: Entry, *, most: int) -> FilterChanged:
        """Keep entries of one server, and tell of it.

        In one transaction. Nothing is told where nothing changed.
        """
        ...

    async def remove(self, place: PlaceId, key: str, told: Entry) -> FilterChanged:
        """Forget an entry, and tell of it; nothing changes where there is none."""
        ...

    async def undo(self, number: int, told: Entry, *, most: int) -> FilterChanged:
        """Take back what the entry of this number tells of, as far as it is still so.

        In one transaction. Nothing is told where nothing changed.

        Raises:
            RefusedError: the server would have too many entries.

        """
        ...

    async def recent(self, guild_id: GuildId, most: int) -> Sequence[Asked]:
        """Return what the newest results of a server were asked for with, newest first."""
        ...
