"""A press that is about a case: by a moderator of its server, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import CaseId
from bot.errors import RefusedError
from bot.interactions.here import guild_of
from bot.interactions.pressing import soon
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.case import Case
    from bot.views.component_ids import ComponentId

NOT_A_MODERATOR = text("review.not_a_moderator")


def check_moderates(interaction: discord.Interaction[Darkroom]) -> None:
    """Refuse who may not decide about images.

    Raises:
        RefusedError: they may not manage messages here.

    """
    if not interaction.permissions.manage_messages:
        raise RefusedError(NOT_A_MODERATOR)


async def case_of(component: ComponentId, interaction: discord.Interaction[Darkroom]) -> Case:
    """Return the case that a component is about, to a moderator of its server.

    Raises:
        RefusedError: who pressed is none, or there is no case of this id here.

    """
    check_moderates(interaction)
    reviews = interaction.client.services.moderation.reviews
    return await soon(reviews.case(CaseId(component.job_id), guild_of(interaction)))
