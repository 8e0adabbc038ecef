"""What was asked for and made, by day and model, and what a member has left. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from bot.domain.limits import slowed_until
from bot.domain.verdict import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.limits import Usage
    from bot.domain.policy import Policy

Key = TypeVar("Key")

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


class Limit(StrEnum):
    """What bounds a member, the widest first."""

    DAILY_IMAGES = "daily_images"
    WAITING = "waiting"
    COOLDOWN = "cooldown_seconds"
    SLOWED = "slowed"
    """Their prompts put an engine at risk for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How a member stands with one limit."""

    limit: Limit
    most: int
    """Of images, jobs or seconds; 0 where the limit is a time alone."""
    used: int = 0
    returns_at: datetime | None = None
    """When there is more than now; None when that is no matter of time, or nothing is used."""

    @property
    def left(self) -> int:
        """How much of it there still is."""
        return max(0, self.most - self.used)


def day_needed(usage: Usage, policy: Policy) -> int:
    """Return how many images have to leave a member's day before they have one more than now."""
    most = policy.daily_images
    return 0 if most is None or not usage.day_images else max(1, usage.day_images - most + 1)


def allowances(
    usage: Usage, policy: Policy, *, max_queued: int, now: datetime
) -> tuple[Allowance, ...]:
    """Return how a member stands with each limit that there is.

    Args:
        usage: With ``day_returns_at``, when ``day_needed`` images leave their day.
        policy: In force where they ask.
        max_queued: Jobs that a member may have waiting.
        now: The time.

    """
    found: list[Allowance] = []
    if policy.daily_images is not None:
        found.append(
            Allowance(
                limit=Limit.DAILY_IMAGES,
                most=policy.daily_images,
                used=usage.day_images,
                returns_at=usage.day_returns_at if policy.daily_images else None,
            )
        )
    found.append(Allowance(limit=Limit.WAITING, most=max_queued, used=usage.queued))
    if policy.cooldown_seconds:
        last, cooldown = usage.last_accepted_at, timedelta(seconds=policy.cooldown_seconds)
        ready_at = last and last + cooldown
        found.append(
            Allowance(
                limit=Limit.COOLDOWN,
                most=policy.cooldown_seconds,
                returns_at=ready_at if ready_at and ready_at > now else None,
            )
        )
    slowed = slowed_until(usage)
    if slowed is not None and slowed > now:
        found.append(Allowance(limit=Limit.SLOWED, most=0, returns_at=slowed))
    return tuple(found)


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
