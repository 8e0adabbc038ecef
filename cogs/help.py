"""/help: what the bot does, and where prompts go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.interactions.localised import described
from bot.readers import locale_of
from bot.texts.text import text
from bot.views.help import help_view

if TYPE_CHECKING:
    import discord

    from bot.discord_bot import Darkroom, Services

    Command = app_commands.Command[Any, ..., None]


def help_command(services: Services) -> Command:
    """Return the command that explains the bot."""

    @app_commands.command(name="help", description=described(text("help")))
    @app_commands.guild_only()
    async def help_(interaction: discord.Interaction[Darkroom]) -> None:
        """Explain the bot to one person."""
        engines = [(engine.name, engine.title) for engine in services.requests.engines]
        view = help_view(engines, await locale_of(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)

    return help_


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(help_command(bot.services))
