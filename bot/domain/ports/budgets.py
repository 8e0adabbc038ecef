"""Where budgets are kept, and what was spent of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.domain.budget import BudgetChange, BudgetKey, Notice, Spending
    from bot.domain.ids import GuildId, UserId
    from bot.domain.usage import Unit


class BudgetView(Protocol):
    """Tells how budgets stand."""

    async def standing(self, guild_id: GuildId, *, now: datetime) -> Sequence[Spending]:
        """Return how the budgets of a server stand this month, its own first."""
        ...


class BudgetStore(BudgetView, Protocol):
    """Budgets of servers and places. What they allow is held where jobs are accepted."""

    async def amend(
        self,
        key: BudgetKey,
        change: Callable[[float | None], float | None],
        *,
        by: UserId,
        now: datetime,
        undoes: int | None = None,
    ) -> BudgetChange:
        """Let a budget be what ``change`` makes of its cap, in one transaction with its entry.

        None is no limit. Where nothing changes there is no entry. ``undoes`` is the number of the
        entry whose change is taken back.
        """
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
