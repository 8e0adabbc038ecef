"""/queue: what a member has waiting in this server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.interactions.answering import in_time
from bot.interactions.budgets import purse_here
from bot.interactions.here import guild_of
from bot.interactions.localised import described
from bot.texts.text import text
from bot.views.queue import MOST, queue_view

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom

    Command = app_commands.Command[Any, ..., None]


def queue_command() -> Command:
    """Return the command that tells members how their jobs stand."""

    @app_commands.command(name="queue", description=described(text("queue")))
    @app_commands.guild_only()
    async def queue(interaction: discord.Interaction[Darkroom]) -> None:
        """Tell who asks, in private, of their own jobs alone."""
        async with in_time(interaction):
            guild_id, user_id = guild_of(interaction), UserId(interaction.user.id)
            own = await interaction.client.services.queue.own(user_id, guild_id, most=MOST)
            purse = await purse_here(interaction)
            view = queue_view(own, await locale_of(interaction), beside=purse.refusals)
            await interaction.response.send_message(view=view, ephemeral=True)

    return queue


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(queue_command())
