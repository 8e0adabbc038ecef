"""Image details, Report image: commands on a message, for what its buttons do too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.interactions.moderation.reporting import images_in, report_some
from bot.interactions.telling import asked_about, tell

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

DETAILS = "Image details"
REPORT = "Report image"
"""Every language's: people find them by the names that the guides say."""


def details_command() -> app_commands.ContextMenu:
    """Return the command that tells how the images of a message came about."""

    @app_commands.guild_only()
    async def details(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Tell it, if the message is one of ours."""
        await tell(interaction, await asked_about(interaction, message))

    return app_commands.ContextMenu(name=DETAILS, callback=details)


def report_command() -> app_commands.ContextMenu:
    """Return the command that has moderators look at images that should not be there."""

    @app_commands.guild_only()
    async def report(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Report it, if the message is one of ours."""
        press = await asked_about(interaction, message)
        await report_some(interaction, press, images_in(message, press.job))

    return app_commands.ContextMenu(name=REPORT, callback=report)


async def setup(bot: Darkroom) -> None:
    """Give the bot the commands."""
    bot.tree.add_command(details_command())
    bot.tree.add_command(report_command())
