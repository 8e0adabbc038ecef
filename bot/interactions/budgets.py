"""What ``/budget`` answers: how budgets stand, and what a change made of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.budget import check, pays
from bot.domain.ids import UserId
from bot.domain.job import CHARGING
from bot.domain.usage import KUDOS
from bot.errors import RefusedError
from bot.interactions.here import guild_of, policy_of, roles_of
from bot.jobs.standings import Asker
from bot.prompt.options import Options, Parsed
from bot.views.budget import budget_view, changed, undone

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.budget import BudgetKey, Spending
    from bot.domain.policy import Policy
    from bot.texts.text import Text


USUAL, NO_OPTIONS = Parsed(Options(prompt="an image")), Parsed(Options())
"""What a request without options says."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """The budgets of a place, as one who asks there has them."""

    spendings: Sequence[Spending] = ()
    cost: float | None = None
    """What a request without options is expected to cost."""
    refusals: Sequence[Text] = ()
    """Why there is not enough for that."""


async def purse_here(interaction: discord.Interaction[Darkroom]) -> Purse:
    """Return how the budgets stand for whoever asks, where they ask; nothing while none knows."""
    guild_id, services = guild_of(interaction), interaction.client.services
    try:
        places = await services.places.here(guild_id, interaction.channel_id or 0)
    except RefusedError:
        return Purse()
    roles = roles_of(interaction.user)
    policy = await policy_of(interaction, guild_id, places)
    user_id = UserId(interaction.user.id)
    asker = Asker(user_id=user_id, guild_id=guild_id, places=places, roles=roles)
    return await purse_of(interaction, asker, policy)


async def purse_of(
    interaction: discord.Interaction[Darkroom], asker: Asker, policy: Policy
) -> Purse:
    """Return how the budgets stand that somebody's images are paid of."""
    services, now = interaction.client.services, interaction.created_at
    engine, guild_id = services.requests.current.name, asker.guild_id
    standing = await services.budgets.standing(guild_id, now=now)
    found = [it for it in standing if pays(it.budget, guild_id, asker.places, engine)]
    if not found:
        return Purse()
    refusals: list[Text] = []
    cost = None
    try:
        usual = await services.requests.of(USUAL, NO_OPTIONS, policy)
        cost = await services.standings.cost(asker, policy, usual.request)
        for spending in found:
            check(spending, cost or 0.0, now=now)
    except RefusedError as error:
        # A place may refuse whatever has no options; only what budgets say is told.
        refusals += [error.text] if cost is not None else []
    return Purse(spendings=found, cost=cost, refusals=refusals)
