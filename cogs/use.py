"""Use these settings: a command on a message, which reads them from a picture of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.interactions.offering import NOTHING_SAID, PRIVATELY, offer
from bot.interactions.pictured import pictures_of

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

NAME = "Use these settings"
"""Every language's: people find it by the name that the guides say."""


def use_command() -> app_commands.ContextMenu:
    """Return the command that stands in the menu of each message."""

    @app_commands.guild_only()
    async def use(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Offer the settings of the first picture that has some."""
        are_ours = message.author == interaction.client.user
        # What one member alone sees is asked for again for them alone.
        said = PRIVATELY if message.flags.ephemeral else NOTHING_SAID
        await offer(interaction, pictures_of(message), said, are_ours=are_ours)

    return app_commands.ContextMenu(name=NAME, callback=use)


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(use_command())
