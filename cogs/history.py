"""/history: what a member has made in this server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.domain.listing import ListingKind
from bot.interactions.answering import in_time
from bot.interactions.history_page import DAYS, MODEL, SEARCH, history_page
from bot.interactions.listings import listed
from bot.interactions.localised import described
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom

    Command = app_commands.Command[Any, ..., None]


def history_command() -> Command:
    """Return the command that lists a member's images to them alone."""

    @app_commands.command(description=described(text("history")))
    @app_commands.guild_only()
    @app_commands.describe(
        search=described(text("history.search")),
        model=described(text("history.model")),
        days=described(text("history.days")),
    )
    async def history(
        interaction: discord.Interaction[Darkroom],
        search: app_commands.Range[str, 1, 200] | None = None,
        model: app_commands.Range[str, 1, 100] | None = None,
        days: app_commands.Range[int, 1, 3650] | None = None,
    ) -> None:
        """Show the first page."""
        query = {SEARCH: search, MODEL: model, DAYS: days}
        said = {name: str(value) for name, value in query.items() if value is not None}
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.HISTORY, said)
            view = await history_page(interaction, listing, 1)
            await interaction.response.send_message(view=view, ephemeral=True)

    return history


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(history_command())
