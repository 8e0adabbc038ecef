"""Undo: a change of rules is taken back, as far as nobody changed the same ones since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.moderation.entry import EntryKind
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.moderation.undoing import undo_cap, undo_filter, undo_tier
from bot.interactions.policy.answers import GONE, undo_policy
from bot.texts.permissions import PERMISSIONS
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.entry import Entry
    from bot.views.component_ids import ComponentId

LAST = 2**63 - 1
"""More is no number of an entry."""


async def _policy(interaction: discord.Interaction[Darkroom], entry: Entry, /) -> None:
    await undo_policy(interaction, entry.id)


UNDOING = {
    EntryKind.POLICY_CHANGED: _policy,
    EntryKind.TIER_CHANGED: undo_tier,
    EntryKind.BUDGET_CHANGED: undo_cap,
    EntryKind.FILTER_CHANGED: undo_filter,
}
"""What takes back what an entry tells of, by its kind."""


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
    audit, guild_id = interaction.client.services.moderation.audit, guild_of(interaction)
    async with in_time(interaction):
        entry = await audit.one(guild_id, int(number))
    if entry is None or entry.kind not in UNDOING:
        raise RefusedError(GONE)
    await UNDOING[entry.kind](interaction, entry)
