"""Report: what can be done about images for now, since no moderator is told by the bot yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.interactions.pressing import pressed
from bot.interactions.telling import tell_of_reports

if TYPE_CHECKING:
    import discord

    from bot.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId


async def report(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Say what to do, to who pressed alone.

    Raises:
        RefusedError: there is no such job.

    """
    await pressed(component, interaction)
    await tell_of_reports(interaction)
