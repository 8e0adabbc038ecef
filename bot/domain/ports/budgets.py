"""Where budgets are kept, and what was spent of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.budget import Budget, Notice, Spending
    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.moderation.entry import Entry
    from bot.domain.usage import Unit


class BudgetView(Protocol):
    """Tells how budgets stand."""

    async def standing(self, guild_id: GuildId, *, now: datetime) -> Sequence[Spending]:
        """Return how the budgets of a server stand this month, its own first."""
        ...


class BudgetStore(BudgetView, Protocol):
    """Budgets of servers and places. What they allow is held where jobs are accepted."""

    async def put(self, budget: Budget, entry: Entry) -> None:
        """Set a budget, in the place of the one before, with the entry that tells it."""
        ...

    async def drop(self, guild_id: GuildId, place: PlaceId, unit: Unit, entry: Entry) -> bool:
        """Forget a budget, with the entry; return whether there was one."""
        ...

    async def due(self, *, now: datetime) -> Sequence[Notice]:
        """Return what moderators are to be told of this month, some of it at a time."""
        ...

    async def told(self, notice: Notice) -> None:
        """Note that they were told."""
        ...

    async def spent(self, guild_id: GuildId, *, now: datetime) -> Sequence[tuple[Unit, float]]:
        """Return what a server spent this month, by unit; none where it is nothing."""
        ...
