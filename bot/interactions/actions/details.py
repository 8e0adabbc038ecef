"""Details: how the images of a message came about, for whoever sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.interactions.pressing import pressed
from bot.interactions.telling import tell

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId


async def details(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Tell all about the job, to who pressed alone.

    Raises:
        RefusedError: there is no such job, or it is not for this member to know.

    """
    await tell(interaction, await pressed(component, interaction))
