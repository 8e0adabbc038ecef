"""/cases: what in a server concerns the member who asks, and their appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.domain.listing import ListingKind
from bot.interactions.answering import in_time
from bot.interactions.listings import listed
from bot.interactions.localised import described
from bot.interactions.moderation.case_pages import own_cases_page
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom

    Command = app_commands.Command[Any, ..., None]


def cases_command() -> Command:
    """Return the command that lists a member's cases to them alone."""

    @app_commands.command(description=described(text("cases")))
    @app_commands.guild_only()
    async def cases(interaction: discord.Interaction[Darkroom]) -> None:
        """Show the first page."""
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.OWN_CASES)
            view = await own_cases_page(interaction, listing, 1)
            await interaction.response.send_message(view=view, ephemeral=True)

    return cases


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(cases_command())
