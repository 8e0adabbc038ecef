"""What stands behind the buttons of a list is there after a restart, for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import GuildId, ListingId, UserId
from bot.domain.listing import LIFE, Listing, ListingKind
from tests.store.builders import NOON

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ports import ListingStore


def listing(name: str, at: datetime) -> Listing:
    return Listing(
        id=ListingId(name),
        kind=ListingKind.HISTORY,
        owner=UserId(2**62),
        guild_id=GuildId(2**61),
        created_at=at,
        query={"search": "a “fox”, \\ 狐 🦊", "model": ""},
    )


async def test_a_list_comes_back_as_it_was(listings: ListingStore) -> None:
    await listings.put(listing("one", NOON))
    assert await listings.get(ListingId("one")) == listing("one", NOON)
    assert await listings.get(ListingId("two")) is None


async def test_a_list_whose_time_is_over_goes_when_another_is_kept(listings: ListingStore) -> None:
    await listings.put(listing("old", NOON))
    await listings.put(listing("young", NOON + LIFE / 2))
    await listings.put(listing("new", NOON + LIFE))
    assert await listings.get(ListingId("old")) is None
    assert await listings.get(ListingId("young")) is not None
