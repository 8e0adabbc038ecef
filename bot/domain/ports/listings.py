"""What stands behind the buttons of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.ids import ListingId
    from bot.domain.listing import Listing


class ListingStore(Protocol):
    """Lists that were shown lately."""

    async def put(self, listing: Listing) -> None:
        """Keep a list; those whose time was over when it was made go."""
        ...

    async def get(self, listing_id: ListingId) -> Listing | None:
        """Return a list, or None."""
        ...
