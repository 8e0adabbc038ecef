"""/gallery: what the members of a server liked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.domain.gallery import Order
from bot.domain.listing import ListingKind
from bot.interactions.answering import in_time
from bot.interactions.gallery_page import DAYS, ORDER, gallery_page
from bot.interactions.listings import listed
from bot.interactions.localised import choice, described
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom

    Command = app_commands.Command[Any, ..., None]

ORDERS = {Order.STARS: text("gallery.stars"), Order.NEWEST: text("gallery.newest")}


def gallery_command() -> Command:
    """Return the command that lists starred results, to whoever asks alone."""

    @app_commands.command(description=described(text("gallery")))
    @app_commands.guild_only()
    @app_commands.describe(
        days=described(text("gallery.days")), order=described(text("gallery.order"))
    )
    @app_commands.choices(order=[choice(words, order.value) for order, words in ORDERS.items()])
    async def gallery(
        interaction: discord.Interaction[Darkroom],
        days: app_commands.Range[int, 1, 3650] | None = None,
        order: str | None = None,
    ) -> None:
        """Show the first page."""
        said = {DAYS: str(days)} if days else {}
        said |= {ORDER: order} if order in set(Order) else {}
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.GALLERY, said)
            view = await gallery_page(interaction, listing, 1)
            await interaction.response.send_message(view=view, ephemeral=True)

    return gallery


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(gallery_command())
