"""A server's gallery, a page at a time: what whoever looks may see where they look."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.client.readers import locale_of
from bot.domain.gallery import Liked, Order
from bot.interactions.places import is_age_restricted, open_channel
from bot.views.gallery import PAGE_SIZE, gallery_view
from bot.views.pages import pages_of

if TYPE_CHECKING:
    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.gallery import Starred
    from bot.domain.listing import Listing

DAYS, ORDER = "days", "order"
"""What narrows the list, by name."""

USUAL_DAYS = 30


async def gallery_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of the gallery, counted from 1; the last one for what lies behind it."""
    liked = await interaction.client.services.gallery.liked(liked_of(listing))
    seen = [it for it in liked if _may_see(interaction, it)]
    page = min(page, pages_of(len(seen), PAGE_SIZE))
    first = (page - 1) * PAGE_SIZE
    return gallery_view(
        seen[first : first + PAGE_SIZE], len(seen), page, listing.id, await locale_of(interaction)
    )


def liked_of(listing: Listing) -> Liked:
    """Return which results a list is of; days are counted back from when it was asked for."""
    query = listing.query
    return Liked(
        guild_id=listing.guild_id,
        since=listing.created_at - timedelta(days=int(query.get(DAYS, USUAL_DAYS))),
        order=Order(query.get(ORDER, Order.STARS)),
    )


def _may_see(interaction: discord.Interaction[Darkroom], starred: Starred) -> bool:
    """Whether somebody may be told of a result where they ask.

    They must see its channel; what was made among adults is told among them alone. A channel that
    is not known counts as one that they do not see, and so does a private thread.
    """
    guild, member = interaction.guild, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        return False
    channel = open_channel(guild.get_channel_or_thread(starred.job.address.channel_id))
    if channel is None:
        return False
    is_adult = starred.job.age_restricted or is_age_restricted(channel)
    if is_adult and not is_age_restricted(interaction.channel):
        return False
    return channel.permissions_for(member).view_channel
