"""Jobs and images counted one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.ids import UserId
from bot.domain.job import JobState
from bot.domain.quotas import DAY, HOUR, Quota
from bot.domain.usage import Lately, Made, unit_of
from bot.domain.verdict import Finding, Treatment
from bot.store.types import SKEW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, timedelta

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.job import Job
    from bot.domain.policy import Pool
    from bot.domain.usage import Span, Unit
    from tests.store.memory.shelf import Shelf

LOST = {JobState.FAILED, JobState.CANCELLED}


def spent_of(
    shelf: Shelf, user_id: UserId, guild_id: GuildId, quota: Quota, now: datetime
) -> list[Job]:
    """Return the jobs that count against a quota, the oldest first."""
    jobs = [row.job for row in shelf.jobs.values()]
    if quota.pool is None:
        theirs = [job for job in jobs if (job.user_id, job.guild_id) == (user_id, guild_id)]
    else:
        theirs = [job for job in jobs if quota.pool.place in job.places]
    found = [job for job in theirs if now - quota.span < job.created_at <= now + SKEW]
    return sorted((job for job in found if job.state not in LOST), key=lambda job: job.created_at)


def day_of(shelf: Shelf, user_id: UserId, guild_id: GuildId, now: datetime) -> list[Job]:
    """Return the jobs that count against a member's day, the oldest first."""
    return spent_of(shelf, user_id, guild_id, Quota(most=0, span=DAY), now)


def returns_at(spent: Sequence[Job], quota: Quota, images: int) -> datetime | None:
    """Return when so many images of a quota no longer count."""
    for job in spent:
        images -= job.request.images
        if images <= 0:
            return job.created_at + quota.span
    return None


@dataclass
class _Count:
    states: Counter[JobState] = field(default_factory=Counter)
    findings: Counter[Finding] = field(default_factory=Counter)
    cost: float = 0.0


class MemoryUsageStore:
    """A UsageStore over what other twins put on the same shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def lately(self, user_id: UserId, guild_id: GuildId, *, now: datetime) -> Lately:
        day = day_of(self._shelf, user_id, guild_id, now)
        done = [job for job in day if job.state is JobState.DELIVERED]
        costs: dict[Unit, float] = {}
        for job in day:
            if job.cost:
                costs[unit_of(job.engine)] = costs.get(unit_of(job.engine), 0.0) + job.cost
        return Lately(
            jobs=len(day),
            under_way=len(day) - len(done),
            images=sum(job.request.images for job in done),
            costs=costs,
        )

    async def returns_at(
        self, user_id: UserId, guild_id: GuildId, quota: Quota, images: int, *, now: datetime
    ) -> datetime | None:
        spent = spent_of(self._shelf, user_id, guild_id, quota, now)
        return returns_at(spent, quota, images)

    async def pooled(
        self, guild_id: GuildId, pools: Sequence[Pool], *, now: datetime
    ) -> Mapping[tuple[PlaceId, timedelta], int]:
        nobody = UserId(0)
        counted = {
            (pool.place, span): spent_of(
                self._shelf, nobody, guild_id, Quota(most=0, span=span, pool=pool), now
            )
            for pool in pools
            for span in (HOUR, DAY)
        }
        return {key: sum(it.request.images for it in jobs) for key, jobs in counted.items()}

    async def made(
        self, guild_id: GuildId, span: Span, *, most: int, by: UserId | None = None
    ) -> Sequence[Made] | None:
        counted: dict[tuple[date, str, str], _Count] = {}
        for job in (row.job for row in self._shelf.jobs.values()):
            is_theirs = job.guild_id == guild_id and by in {None, job.user_id}
            is_in = span.since <= job.created_at < span.until
            if not (is_theirs and is_in and job.state.is_final):
                continue
            key = job.created_at.date(), job.engine, job.request.model
            each = counted.setdefault(key, _Count())
            each.states[job.state] += 1
            each.cost += job.cost or 0.0
            if job.state is JobState.DELIVERED:
                judged = [image.judged for image in self._shelf.images.get(job.id, {}).values()]
                shown = [it for it in judged if it.treatment is not Treatment.MISSING]
                each.findings.update(it.verdict.finding for it in shown)
        rows = [_made(key, each) for key, each in counted.items()]
        return None if len(rows) > most else rows


def _made(key: tuple[date, str, str], each: _Count) -> Made:
    day, engine, model = key
    return Made(
        day=day,
        engine=engine,
        model=model,
        delivered=each.states[JobState.DELIVERED],
        failed=each.states[JobState.FAILED],
        cancelled=each.states[JobState.CANCELLED],
        images=dict(each.findings),
        cost=each.cost,
    )
