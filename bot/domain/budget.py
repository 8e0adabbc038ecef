"""What a server, or a place in it, may spend in a month, and when somebody is warned. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.domain.usage import Unit, unit_of
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.job import Job
    from bot.texts.text import Text

WARNED_AT = (50, 80, 100)
"""Per cent of a budget at which moderators are told."""

MOST = 1_000_000.0
"""Of either unit, in a month."""

TINY = 1e-9
"""Sums of fractions are never quite what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetKey:
    """What a budget is of."""

    guild_id: GuildId
    place: PlaceId
    """The server itself, or a category, channel or thread with all that is in it."""
    unit: Unit

    @property
    def is_of_server(self) -> bool:
        """Whether it is of the server itself."""
        return int(self.place) == int(self.guild_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(BudgetKey):
    """What may be spent within a calendar month, in UTC."""

    cap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """How a budget stands."""

    budget: Budget
    spent: float
    """Of what was promised, too; what failed after it was sent is spent."""

    @property
    def left(self) -> float:
        """What may still be spent; never less than nothing."""
        return max(0.0, self.budget.cap - self.spent)

    @property
    def percent(self) -> int:
        """How much of it is spent, rounded down."""
        if self.budget.cap <= 0:
            return 100
        return int((self.spent + TINY) / self.budget.cap * 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChange:
    """What a budget was, and is since; None is no limit."""

    key: BudgetKey
    before: float | None
    after: float | None
    entry: int = 0
    """The number of the entry that tells of it; 0 where nothing changed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A part of a budget that is spent, of which moderators were not told yet."""

    budget: Budget
    percent: int
    """One of ``WARNED_AT``."""


def month_of(moment: datetime) -> datetime:
    """Return the beginning of a moment's calendar month, in UTC."""
    there = moment.astimezone(UTC)
    return datetime(there.year, there.month, 1, tzinfo=UTC)


def next_month(moment: datetime) -> datetime:
    """Return the beginning of the month after a moment's."""
    begun = month_of(moment)
    last = begun.month == 12
    return datetime(begun.year + last, begun.month % 12 + 1, 1, tzinfo=UTC)


def concerns(budget: Budget, job: Job) -> bool:
    """Whether a budget is one that a job is paid of."""
    return pays(budget, job.guild_id, job.places, job.engine)


def pays(budget: Budget, guild_id: GuildId, places: Collection[PlaceId], engine: str) -> bool:
    """Whether a budget is one that is paid of what an engine makes in these places."""
    is_there = budget.place in {guild_id, *places}
    return is_there and budget.guild_id == guild_id and budget.unit is unit_of(engine)


def check(spending: Spending, amount: float, *, now: datetime) -> None:
    """Refuse what would overstep a budget.

    Raises:
        RefusedError: it would; the words say when there is more.

    """
    if amount <= spending.left + TINY:
        return
    ready_at = round(next_month(now).timestamp())
    raise RefusedError(_refusal(spending, ready_at=ready_at))


def _refusal(spending: Spending, *, ready_at: int) -> Text:
    everywhere = spending.budget.is_of_server
    if spending.left > TINY:
        if everywhere:
            return text("budget.too_little", ready_at=ready_at)
        return text("budget.too_little_here", ready_at=ready_at)
    if everywhere:
        return text("budget.spent", ready_at=ready_at)
    return text("budget.spent_here", ready_at=ready_at)


def crossed(spending: Spending, amount: float) -> int | None:
    """Return the highest of ``WARNED_AT`` that is reached with an amount.

    It may have been before: what a job costs in the end is told by its engine, and not here.
    """
    after = Spending(budget=spending.budget, spent=spending.spent + amount)
    return max((at for at in WARNED_AT if at <= after.percent), default=None)
