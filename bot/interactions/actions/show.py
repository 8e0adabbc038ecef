"""Show: one of a member's own images is posted again, where they look at their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import RefusedError
from bot.interactions.pressing import pressed
from bot.interactions.showing import show_here
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId

NOT_YOURS = text("history.not_yours")


async def show(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Post the image into this channel, as its policy lets.

    Raises:
        RefusedError: it is not theirs, was made for them alone, or may not be shown here.

    """
    press = await pressed(component, interaction)
    if not press.is_theirs:
        raise RefusedError(NOT_YOURS)
    await show_here(interaction, press.job, component.number or 1)
