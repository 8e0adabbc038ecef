"""Report: anybody says that an image should not be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.interactions.moderation.reporting import report_chosen, report_some
from bot.interactions.pressing import pressed

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId


async def report(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Report the image of a result; of several ask which.

    Raises:
        RefusedError: there is no such job, or nothing to report.

    """
    await report_some(interaction, await pressed(component, interaction))


async def report_picked(
    component: ComponentId, interaction: discord.Interaction[Darkroom], /
) -> None:
    """Report the image that was chosen, or all.

    Raises:
        RefusedError: as of ``report``.

    """
    await report_chosen(interaction, await pressed(component, interaction), component.number)
