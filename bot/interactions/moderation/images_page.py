"""The pages of ``/filter images list``: what a server remembers, for who may change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.app_commands import MissingPermissions

from bot.client.readers import locale_of
from bot.views.moderation.images import images_view

if TYPE_CHECKING:
    import discord
    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.listing import Listing


async def images_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of the images.

    Raises:
        MissingPermissions: who asks may no longer manage the server.

    """
    if not interaction.permissions.manage_guild:
        raise MissingPermissions(["manage_guild"])
    entries = await interaction.client.services.moderation.fingerprints.all(listing.guild_id)
    return images_view(entries, listing.id, page, await locale_of(interaction))
