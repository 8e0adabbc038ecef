"""/review: the images of a server that wait for a moderator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.domain.listing import ListingKind
from bot.interactions.answering import in_time
from bot.interactions.listings import listed
from bot.interactions.localised import described
from bot.interactions.moderation.review_page import review_page
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom

    Command = app_commands.Command[Any, ..., None]


def review_command() -> Command:
    """Return the command that lists what is open to one moderator alone."""

    @app_commands.command(description=described(text("review")))
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.checks.has_permissions(manage_messages=True)
    async def review(interaction: discord.Interaction[Darkroom]) -> None:
        """Show the first page."""
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.REVIEW)
            view = await review_page(interaction, listing, 1)
            await interaction.response.send_message(view=view, ephemeral=True)

    return review


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(review_command())
