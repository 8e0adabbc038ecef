"""/budget: what images may cost a server, or a place in it, within a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.readers import locale_of
from bot.domain.budget import MOST, Budget
from bot.domain.ids import UserId
from bot.domain.job import CHARGING
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.ranges import Bound
from bot.domain.rules import one_of, within
from bot.domain.usage import KUDOS, Unit, unit_of
from bot.errors import InvalidOptionError
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.localised import choice, described
from bot.interactions.policy.target import target_of
from bot.texts.text import text
from bot.views.moderation.budget import budget_view, changed
from cogs.policy import WHERE, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client.discord_bot import Darkroom, Services
    from bot.texts.text import Text

AMOUNT = Bound(0, MOST)
UNITS = [
    choice(text("budget.unit.dollars"), Unit.DOLLARS),
    choice(text("budget.unit.kudos"), Unit.KUDOS),
]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class BudgetCog(commands.GroupCog, name="budget", description=described(text("budget"))):
    """Show and set budgets."""

    def __init__(self, services: Services) -> None:
        """Keep them in ``services.budgets``."""
        self._services = services

    @app_commands.command(description=described(text("budget.show")))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def show(self, interaction: discord.Interaction[Darkroom]) -> None:
        """Show what was spent this month, and what is left."""
        await self._tell(interaction)

    @app_commands.command(name="set", description=described(text("budget.set")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(
        amount=described(text("budget.amount")),
        unit=described(text("budget.unit")),
        channel=WHERE,
    )
    @app_commands.choices(unit=UNITS)
    async def set_(
        self,
        interaction: discord.Interaction[Darkroom],
        amount: app_commands.Range[float, 0.0, MOST] | None = None,
        unit: str | None = None,
        channel: Place | None = None,
    ) -> None:
        """Set what may be spent in a month, or that there is no limit."""
        if amount is not None and amount not in AMOUNT:
            raise InvalidOptionError("amount", amount, within(AMOUNT))
        if unit is not None and unit not in set(Unit):
            raise InvalidOptionError("unit", unit, one_of(Unit))
        target = target_of(interaction, channel)
        budget = Budget(
            guild_id=target.guild_id,
            place=target.place,
            unit=Unit(unit) if unit else unit_of(self._services.requests.current.name),
            cap=amount or 0.0,
        )
        async with in_time(interaction):
            before = await self._keep(interaction, budget, amount)
            await self._tell(interaction, beside=[changed(budget, before, amount)])

    async def _keep(
        self, interaction: discord.Interaction[Darkroom], budget: Budget, amount: float | None
    ) -> float | None:
        """Keep a budget, or forget it; return what it was before."""
        before = await self._cap_of(budget, interaction)
        entry = _entry(interaction, budget, before, amount)
        if amount is None:
            await self._services.budgets.drop(budget.guild_id, budget.place, budget.unit, entry)
        else:
            await self._services.budgets.put(budget, entry)
        return before

    async def _cap_of(
        self, budget: Budget, interaction: discord.Interaction[Darkroom]
    ) -> float | None:
        now = interaction.created_at
        standing = await self._services.budgets.standing(budget.guild_id, now=now)
        key = (budget.place, budget.unit)
        caps = {(it.budget.place, it.budget.unit): it.budget.cap for it in standing}
        return caps.get(key)

    async def _tell(
        self, interaction: discord.Interaction[Darkroom], *, beside: Sequence[Text] = ()
    ) -> None:
        guild_id, now = guild_of(interaction), interaction.created_at
        budgets = self._services.budgets
        view = budget_view(
            await budgets.standing(guild_id, now=now),
            await budgets.spent(guild_id, now=now),
            is_free=self._services.requests.current.name not in CHARGING | KUDOS,
            now=now,
            locale=await locale_of(interaction),
            beside=beside,
        )
        await interaction.response.send_message(view=view, ephemeral=True)


def _entry(
    interaction: discord.Interaction[Darkroom],
    budget: Budget,
    before: float | None,
    after: float | None,
) -> Entry:
    return Entry(
        guild_id=budget.guild_id,
        kind=EntryKind.BUDGET_CHANGED,
        at=interaction.created_at,
        by=UserId(interaction.user.id),
        place=budget.place,
        details={"unit": budget.unit.value, "before": before, "after": after},
    )


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(BudgetCog(bot.services))
