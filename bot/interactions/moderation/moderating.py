"""Who moderates, and a press that is about a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.domain.ids import CaseId, UserId
from bot.errors import RefusedError
from bot.interactions.here import guild_of
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.case import Case
    from bot.views.component_ids import ComponentId

NOT_A_MODERATOR = text("case.moderators")


def check_moderates(interaction: discord.Interaction[Darkroom]) -> None:
    """Refuse who does not moderate where they act.

    Raises:
        RefusedError: they may not manage messages there.

    """
    if not interaction.permissions.manage_messages:
        raise RefusedError(NOT_A_MODERATOR)


async def case_pressed(component: ComponentId, interaction: discord.Interaction[Darkroom]) -> Case:
    """Return the case that a component is about, of this server.

    Raises:
        RefusedError: there is none.

    """
    casework = interaction.client.services.moderation.casework
    return await casework.of_server(CaseId(component.job_id), guild_of(interaction))


def moderator_named(member: discord.User | discord.Member | None) -> UserId | None:
    """Return the moderator for whom somebody else writes, if one is named.

    Raises:
        RefusedError: they do not moderate there.

    """
    if member is None:
        return None
    allowed = member.resolved_permissions if isinstance(member, discord.Member) else None
    if allowed is None or not allowed.manage_messages:
        raise RefusedError(text("case.not_moderator", member=f"<@{member.id}>"))
    return UserId(member.id)
