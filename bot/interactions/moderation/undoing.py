"""Undo of limits of roles, of budgets and of filters, by the entry that tells of the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.moderation.budget_change import key_of
from bot.interactions.answering import Answer, answer_alone, in_time
from bot.interactions.budgets import undo_budget
from bot.views.moderation.filters import undone_view
from bot.views.moderation.tiers import tier_view

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.entry import Entry


async def undo_tier(interaction: discord.Interaction[Darkroom], entry: Entry, /) -> None:
    """Put back what a role had, limit by limit."""
    tiers, by = interaction.client.services.tiers, UserId(interaction.user.id)
    async with in_time(interaction):
        role, change, stays = await tiers.undo(entry, by=by)
    view = tier_view(role, change, await locale_of(interaction), stays=stays)
    await interaction.response.send_message(view=view, ephemeral=True)


async def undo_cap(interaction: discord.Interaction[Darkroom], entry: Entry, /) -> None:
    """Put back what a budget was."""
    key, caps = key_of(entry), (entry.details.get("before"), entry.details.get("after"))
    if key is not None:
        async with in_time(interaction):
            await undo_budget(interaction, key, caps, entry.id)


async def undo_filter(interaction: discord.Interaction[Darkroom], entry: Entry, /) -> None:
    """Put back what entries were: there may be thousands."""

    async def undone() -> Answer:
        by = UserId(interaction.user.id)
        made = await interaction.client.services.moderation.filters.undo(entry, by=by)
        return Answer(undone_view(made, entry.guild_id, await locale_of(interaction)))

    await answer_alone(interaction, undone())
