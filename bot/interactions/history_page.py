"""A member's history, a page at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.history import Wanted, search_words, searched_model
from bot.views.history import PAGE_SIZE, history_view
from bot.views.pages import pages_of

if TYPE_CHECKING:
    import discord
    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.listing import Listing

SEARCH, MODEL, DAYS = "search", "model", "days"
"""What narrows the list, by name."""


async def history_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of the list, counted from 1; the last one for what lies behind it."""
    store, wanted = interaction.client.services.history, wanted_of(listing)
    found = await store.page(wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    last = pages_of(found.total, PAGE_SIZE)
    if page > last:
        page = last
        found = await store.page(wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    locale, is_narrowed = await locale_of(interaction), bool(listing.query)
    return history_view(found, page, listing.id, locale, is_narrowed=is_narrowed)


def wanted_of(listing: Listing) -> Wanted:
    """Return which jobs a list is of; days are counted back from when it was asked for."""
    query = listing.query
    days = int(query.get(DAYS, "0"))
    return Wanted(
        user_id=listing.owner,
        guild_id=listing.guild_id,
        words=search_words(query.get(SEARCH, "")),
        model=searched_model(query.get(MODEL, "")),
        since=listing.created_at - timedelta(days=days) if days else None,
    )
