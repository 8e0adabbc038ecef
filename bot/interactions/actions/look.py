"""Look: a moderator alone sees what an image under review really looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.interactions.answering import Answer, answer_alone
from bot.interactions.moderation.moderating import case_of

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId


async def look(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Show the card with the original, and its buttons, to who pressed alone.

    Raises:
        RefusedError: who pressed does not moderate there, or there is no such case here.

    """
    await answer_alone(interaction, _made(component, interaction))


async def _made(component: ComponentId, interaction: discord.Interaction[Darkroom]) -> Answer:
    case = await case_of(component, interaction)
    making = interaction.client.services.moderation.review_cards
    view, files = await making.own(case, await locale_of(interaction), interaction.filesize_limit)
    return Answer(view, files)
