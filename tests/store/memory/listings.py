"""What stands behind the buttons of lists, in a dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.listing import LIFE

if TYPE_CHECKING:
    from bot.domain.ids import ListingId
    from bot.domain.listing import Listing


class MemoryListingStore:
    """A ListingStore that forgets everything with the test."""

    def __init__(self) -> None:
        self._listings: dict[ListingId, Listing] = {}

    async def put(self, listing: Listing) -> None:
        before = listing.created_at - LIFE
        self._listings = {it.id: it for it in self._listings.values() if it.created_at > before}
        self._listings[listing.id] = listing

    async def get(self, listing_id: ListingId) -> Listing | None:
        return self._listings.get(listing_id)
