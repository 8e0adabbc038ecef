"""The filters of servers, and what was asked for of late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.filters import Asked, FilterEntry, FilterOutcome


class FilterStore(Protocol):
    """Entries by their servers; of one place no two have the same key."""

    async def version(self, guild_id: GuildId) -> int:
        """Return a number that grows with each change; 0 of a server that has never had any."""
        ...

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[FilterEntry]]:
        """Return all entries of a server in the order of their numbers, and its version."""
        ...

    async def put(
        self, entries: Sequence[FilterEntry], told: Entry, *, most: int
    ) -> Sequence[FilterOutcome]:
        """Keep entries of one server, and tell of it; return what became of each, in order.

        In one transaction. Nothing is told where nothing changed.
        """
        ...

    async def remove(
        self, guild_id: GuildId, place: PlaceId, key: str, told: Entry
    ) -> FilterEntry | None:
        """Forget an entry, and tell of it; return it as it was, or None where there is none."""
        ...

    async def recent(self, guild_id: GuildId, most: int) -> Sequence[Asked]:
        """Return what the newest results of a server were asked for with, newest first."""
        ...
