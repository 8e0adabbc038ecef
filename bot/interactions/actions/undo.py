"""Undo: a change of a policy is taken back, as far as nobody changed the same rules since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import RefusedError
from bot.interactions.policy.answers import GONE, undo_policy
from bot.texts.permissions import PERMISSIONS
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId

LAST = 2**63 - 1
"""More is no number of an entry."""


async def undo(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Put back what was, rule by rule, for whoever may change policies.

    Raises:
        RefusedError: they may not, or there is no such change in this server any more.

    """
    if not interaction.permissions.manage_guild:
        needed = (PERMISSIONS["manage_guild"],)
        raise RefusedError(text("refused.permission", count=1, permissions=needed))
    number = component.job_id
    if not number.isdecimal() or not 0 < int(number) <= LAST:
        raise RefusedError(GONE)
    await undo_policy(interaction, int(number))
