"""Lists of several pages: kept when they are asked for, found again by the id in their buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import ListingId, UserId
from bot.domain.listing import Listing, ListingKind
from bot.errors import RefusedError
from bot.interactions.here import guild_of
from bot.jobs.service import new_id
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.client.discord_bot import Darkroom

GONE = text("listing.gone")
NOT_YOURS = text("listing.not_yours")


async def listed(
    interaction: discord.Interaction[Darkroom],
    kind: ListingKind,
    query: Mapping[str, str] | None = None,
) -> Listing:
    """Keep a list for whoever asks; its id goes into the ids of its buttons.

    Raises:
        RefusedError: not in a server.

    """
    listing = Listing(
        id=ListingId(new_id()),
        kind=kind,
        owner=UserId(interaction.user.id),
        guild_id=guild_of(interaction),
        created_at=interaction.created_at,
        query=dict(query or {}),
    )
    await interaction.client.services.listings.put(listing)
    return listing


async def listing_of(interaction: discord.Interaction[Darkroom], listing_id: str) -> Listing:
    """Return the list whose button was pressed.

    Raises:
        RefusedError: its time is over, or somebody else asked for it.

    """
    listing = await interaction.client.services.listings.get(ListingId(listing_id))
    if listing is None or listing.guild_id != interaction.guild_id:
        raise RefusedError(GONE)
    if listing.owner != interaction.user.id:
        raise RefusedError(NOT_YOURS)
    return listing
