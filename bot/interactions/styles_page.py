"""The pages of ``/style list``: what a member may use where they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.interactions.here import guild_of
from bot.views.styles import styles_view

if TYPE_CHECKING:
    import discord
    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.listing import Listing


async def styles_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of the styles that a member may use here."""
    user, guild_id = UserId(interaction.user.id), guild_of(interaction)
    found = await interaction.client.services.styles.within(user, guild_id)
    return styles_view(found, listing.id, page, await locale_of(interaction))
