"""/help: what the bot does, how to use it, and where prompts go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from discord import app_commands

from bot.client.readers import locale_of
from bot.errors import StoreError
from bot.interactions.localised import described
from bot.interactions.registry import COMPONENTS
from bot.texts.text import text
from bot.views.help import Offered, help_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.client.discord_bot import Darkroom, Services

    Command = app_commands.Command[Any, ..., None]

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def help_command(services: Services) -> Command:
    """Return the command that explains the bot."""

    @app_commands.command(name="help", description=described(text("help")))
    @app_commands.guild_only()
    async def help_(interaction: discord.Interaction[Darkroom]) -> None:
        """Explain the bot to one person."""
        engines = [(engine.name, engine.title) for engine in services.requests.engines]
        offered = Offered(
            commands={command.name for command in interaction.client.tree.get_commands()},
            buttons=COMPONENTS.keys(),
            ids=await _ids(services, interaction.guild_id),
            may_moderate=interaction.permissions.manage_messages,
            may_manage=interaction.permissions.manage_guild,
        )
        view = help_view(engines, offered, await locale_of(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)

    return help_


async def _ids(services: Services, guild_id: int | None) -> Mapping[str, int]:
    """Return the ids by which commands are mentioned; none while the database is away."""
    try:
        return await services.command_ids.of(guild_id)
    except StoreError as error:
        log.warning("commands.ids_unknown", why=str(error))
        return {}


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(help_command(bot.services))
