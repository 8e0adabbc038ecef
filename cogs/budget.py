"""/budget: what images may cost a server, or a place in it, within a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.budget import MOST, BudgetKey
from bot.domain.ranges import Bound
from bot.domain.rules import one_of, within
from bot.domain.usage import Unit, unit_of
from bot.errors import InvalidOptionError
from bot.interactions.answering import in_time
from bot.interactions.budgets import set_budget, tell_budgets
from bot.interactions.localised import choice, described
from bot.interactions.policy.target import target_of
from bot.texts.text import text
from cogs.policy import WHERE, Place

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom, Services

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
        """Set them by ``services.budgets``."""
        self._services = services

    @app_commands.command(description=described(text("budget.show")))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def show(self, interaction: discord.Interaction[Darkroom]) -> None:
        """Show what was spent this month, and what is left."""
        await tell_budgets(interaction)

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
        key = BudgetKey(
            guild_id=target.guild_id,
            place=target.place,
            unit=Unit(unit) if unit else unit_of(self._services.requests.current.name),
        )
        async with in_time(interaction):
            await set_budget(interaction, key, amount)


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(BudgetCog(bot.services))
