"""What ``/budget`` answers: how budgets stand, and what a change made of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import UserId
from bot.domain.job import CHARGING
from bot.domain.usage import KUDOS
from bot.interactions.here import guild_of
from bot.readers import locale_of
from bot.views.moderation.budget import budget_view, changed, undone

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.discord_bot import Darkroom
    from bot.domain.budget import BudgetKey
    from bot.texts.text import Text


async def set_budget(
    interaction: discord.Interaction[Darkroom], key: BudgetKey, cap: float | None
) -> None:
    """Let a budget have this cap, or none, and tell what that changed."""
    by, now = UserId(interaction.user.id), interaction.created_at
    budgets = interaction.client.services.budgets
    change = await budgets.amend(key, lambda _: cap, by=by, now=now)
    await tell_budgets(interaction, beside=[changed(change)], entry=change.entry)


async def undo_budget(
    interaction: discord.Interaction[Darkroom],
    key: BudgetKey,
    caps: tuple[object, object],
    number: int,
) -> None:
    """Let a budget be what it was, if it still is what a change made of it.

    Args:
        interaction: The press.
        key: Which budget.
        caps: Before and after the change.
        number: Of the entry that tells of it.

    """
    by, now = UserId(interaction.user.id), interaction.created_at
    before, after = (float(it) if isinstance(it, int | float) else None for it in caps)
    change = await interaction.client.services.budgets.amend(
        key, lambda cap: before if cap == after else cap, by=by, now=now, undoes=number
    )
    await tell_budgets(interaction, beside=[undone(change, before)], entry=change.entry)


async def tell_budgets(
    interaction: discord.Interaction[Darkroom], *, beside: Sequence[Text] = (), entry: int = 0
) -> None:
    """Answer with how the budgets stand."""
    services = interaction.client.services
    guild_id, now = guild_of(interaction), interaction.created_at
    view = budget_view(
        await services.budgets.standing(guild_id, now=now),
        await services.budgets.spent(guild_id, now=now),
        is_free=services.requests.current.name not in CHARGING | KUDOS,
        now=now,
        locale=await locale_of(interaction),
        beside=beside,
        entry=entry,
    )
    await interaction.response.send_message(view=view, ephemeral=True)
