"""What was asked for and made, by day and model, and what it cost. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.domain.verdict import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


MOST_DAYS = 400

FINDINGS = (Finding.CLEAR, Finding.FLAGGED, Finding.UNKNOWN)
"""Verdicts, the mildest first."""

KUDOS = frozenset({"horde"})
"""Engines that count what they do in kudos; all others do so in US dollars, if they tell any."""


class Unit(StrEnum):
    """What a cost is counted in."""

    KUDOS = "kudos"
    DOLLARS = "USD"


def unit_of(engine: str) -> Unit:
    """Return what an engine counts its costs in."""
    return Unit.KUDOS if engine in KUDOS else Unit.DOLLARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """What a member asked for in a guild within the last 24 hours and did not lose."""

    jobs: int = 0
    under_way: int = 0
    """Of these; the others are delivered."""
    images: int = 0
    """Of the delivered ones, as many as were asked for."""
    costs: Mapping[Unit, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What ended of the jobs of one UTC day that one engine was asked to make with one model."""

    day: date
    engine: str
    model: str
    delivered: int = 0
    failed: int = 0
    cancelled: int = 0
    images: Mapping[Finding, int] = field(default_factory=dict)
    """Those that an engine delivered, by their verdict."""
    cost: float = 0.0

    @property
    def total(self) -> int:
        """All images."""
        return sum(self.images.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Whole UTC days, one after the other."""

    first: date
    days: int

    @property
    def last(self) -> date:
        """The last of them."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def since(self) -> datetime:
        """The midnight that it begins with."""
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)

    @property
    def until(self) -> datetime:
        """The midnight that it ends with."""
        return self.since + timedelta(days=self.days)


def span_until(now: datetime, days: int) -> Span:
    """Return so many days, of which the last is today."""
    return Span(first=now.astimezone(UTC).date() - timedelta(days=days - 1), days=days)


def binned(values: Sequence[float], size: int) -> tuple[float, ...]:
    """Return the sums of so many days each; the last is whole, the first may have fewer."""
    begun = len(values) % size or size
    edges = [0, *range(begun, len(values) + 1, size)]
    return tuple(sum(values[low:high]) for low, high in pairwise(edges))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a guild, or a member in it, had made in so many days."""

    span: Span
    daily: Mapping[Finding, tuple[int, ...]]
    """Images by verdict: a number for each day."""
    models: tuple[tuple[str, int], ...]
    """Images by model, the most first; without those of no image."""
    costs: Mapping[Unit, tuple[float, ...]]
    """What engines told, for each day; only units in which there is any."""
    delivered: int
    failed: int
    cancelled: int

    @property
    def images(self) -> int:
        """All images."""
        return sum(map(sum, self.daily.values()))

    @property
    def jobs(self) -> int:
        """All jobs that ended."""
        return self.delivered + self.failed + self.cancelled

    @property
    def totals(self) -> tuple[int, ...]:
        """Images a day."""
        return tuple(map(sum, zip(*self.daily.values(), strict=True)))

    @property
    def busiest(self) -> tuple[date, int]:
        """The day of the most images, the latest of such, and how many there were."""
        most = max(self.totals)
        days = [day for day, images in enumerate(self.totals) if images == most]
        return self.span.first + timedelta(days=days[-1]), most


def report(rows: Iterable[Made], span: Span) -> Report:
    """Return what the rows come to; those of other days are left out."""
    daily = {finding: [0] * span.days for finding in FINDINGS}
    costs: dict[Unit, list[float]] = defaultdict(lambda: [0.0] * span.days)
    models: defaultdict[str, int] = defaultdict(int)
    delivered = failed = cancelled = 0
    for row in rows:
        day = (row.day - span.first).days
        if not 0 <= day < span.days:
            continue
        for finding, images in row.images.items():
            daily[finding][day] += images
        models[row.model] += row.total
        if row.cost > 0:
            costs[unit_of(row.engine)][day] += row.cost
        delivered, failed = delivered + row.delivered, failed + row.failed
        cancelled += row.cancelled
    return Report(
        span=span,
        daily={finding: tuple(counts) for finding, counts in daily.items()},
        models=tuple(sorted(((name, n) for name, n in models.items() if n), key=_most_first)),
        costs={unit: tuple(costs[unit]) for unit in Unit if unit in costs},
        delivered=delivered,
        failed=failed,
        cancelled=cancelled,
    )


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    name, images = counted
    return -images, name
