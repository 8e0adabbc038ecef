"""Jobs and images counted in SQL: by an index that holds all that is counted of a job."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.job import JobState
from bot.domain.limits import DAY
from bot.domain.usage import Lately, Made, Span, unit_of
from bot.domain.verdict import Finding, Treatment
from bot.store.jobs import quotas
from bot.store.schema import FINAL, SPENT, images, jobs, state_in
from bot.store.types import EPOCH, MICROSECOND, SKEW, Moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.policy import Pool
    from bot.domain.quotas import Quota
    from bot.domain.usage import Unit
    from bot.store.database import Database

AT_ONCE = 25
"""Days that are counted by one statement: others get their turn in between."""

_SINCE = jobs.c.created_at >= sa.bindparam("since", type_=Moment)
_COUNT = sa.func.count()
_COST = sa.func.coalesce(sa.func.sum(jobs.c.cost), 0.0)

_LATELY = (
    sa.select(jobs.c.engine, jobs.c.state, _COUNT, sa.func.sum(jobs.c.images), _COST)
    .where(
        jobs.c.user_id == sa.bindparam("user", type_=sa.BigInteger),
        jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
        SPENT,
        jobs.c.created_at > sa.bindparam("since", type_=Moment),
        jobs.c.created_at <= sa.bindparam("skewed", type_=Moment),
    )
    .group_by(jobs.c.engine, jobs.c.state)
)

_DAY = sa.type_coerce(jobs.c.created_at, sa.BigInteger) // sa.literal_column(
    str(DAY // MICROSECOND), sa.BigInteger
)
_KEY = (_DAY.label("day"), jobs.c.engine, jobs.c.model)
_THEIRS = sa.and_(
    jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
    _SINCE,
    jobs.c.created_at < sa.bindparam("until", type_=Moment),
)
_BY = jobs.c.user_id == sa.bindparam("user", type_=sa.BigInteger)
_MOST = sa.bindparam("most", type_=sa.Integer)


def _jobs(*conditions: sa.ColumnElement[bool]) -> sa.Select[int, str, str, str, int, float]:
    counted = sa.select(*_KEY, jobs.c.state, _COUNT, _COST)
    return (
        counted.where(_THEIRS, FINAL, *conditions)
        .group_by("day", jobs.c.engine, jobs.c.model, jobs.c.state)
        .limit(_MOST)
    )


def _images(*conditions: sa.ColumnElement[bool]) -> sa.Select[int, str, str, str, int]:
    counted = sa.select(*_KEY, images.c.finding, _COUNT).join(images, images.c.job == jobs.c.id)
    return (
        counted.where(_THEIRS, FINAL, state_in([JobState.DELIVERED]), *conditions)
        .where(images.c.treatment != Treatment.MISSING.value)
        .group_by("day", jobs.c.engine, jobs.c.model, images.c.finding)
        .limit(_MOST)
    )


_JOBS = {False: _jobs(), True: _jobs(_BY)}
_IMAGES = {False: _images(), True: _images(_BY)}
"""By whether one member's alone are counted."""


@dataclass(slots=True)
class _Counted:
    """What is counted of one day, engine and model."""

    states: dict[JobState, int] = field(default_factory=dict)
    findings: dict[Finding, int] = field(default_factory=dict)
    cost: float = 0.0


class SqlUsageStore:
    """A UsageStore over the tables of jobs and images."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def lately(self, user_id: UserId, guild_id: GuildId, *, now: datetime) -> Lately:
        """See UsageStore."""
        asked = {"user": user_id, "guild": guild_id, "since": now - DAY, "skewed": now + SKEW}
        found = await self._database.read(
            lambda connection: connection.execute(_LATELY, asked).all()
        )
        costs: dict[Unit, float] = {}
        jobs_in_all = under_way = images_made = 0
        for engine, state, count, image_count, cost in found:
            jobs_in_all += count
            if state == JobState.DELIVERED:
                images_made += image_count
            else:
                under_way += count
            if cost > 0:
                costs[unit_of(engine)] = costs.get(unit_of(engine), 0.0) + cost
        return Lately(jobs=jobs_in_all, under_way=under_way, images=images_made, costs=costs)

    async def returns_at(
        self, user_id: UserId, guild_id: GuildId, quota: Quota, images: int, *, now: datetime
    ) -> datetime | None:
        """See UsageStore."""
        asked = quotas.Asked(user_id, guild_id, now)
        return await self._database.read(
            lambda connection: quotas.returns_at(connection, asked, quota, images)
        )

    async def pooled(
        self, guild_id: GuildId, pools: Sequence[Pool], *, now: datetime
    ) -> Mapping[tuple[PlaceId, timedelta], int]:
        """See UsageStore."""
        return await self._database.read(
            lambda connection: quotas.pooled(connection, [(guild_id, it) for it in pools], now)
        )

    async def made(
        self, guild_id: GuildId, span: Span, *, most: int, by: UserId | None = None
    ) -> Sequence[Made] | None:
        """See UsageStore."""
        rows: list[Made] = []
        for part in _parts(span):
            found = await self._part(guild_id, part, most - len(rows), by)
            if found is None:
                return None
            rows += found
        return rows

    async def _part(
        self, guild_id: GuildId, span: Span, most: int, by: UserId | None
    ) -> Sequence[Made] | None:
        # A row has as many states or findings as there are.
        asked = {
            "guild": guild_id,
            "since": span.since,
            "until": span.until,
            "user": by,
            "most": (most + 1) * len(JobState),
        }
        if by is None:
            del asked["user"]
        counted = await self._database.read(
            lambda connection: _counted(connection, asked, is_members=by is not None)
        )
        if len(counted) > most:
            return None
        return [_made(key, count) for key, count in counted.items()]


def _parts(span: Span) -> Iterator[Span]:
    for begun in range(0, span.days, AT_ONCE):
        first = span.first + timedelta(days=begun)
        yield Span(first=first, days=min(AT_ONCE, span.days - begun))


def _counted(
    connection: sa.Connection, asked: dict[str, object], *, is_members: bool
) -> dict[tuple[int, str, str], _Counted]:
    counted: defaultdict[tuple[int, str, str], _Counted] = defaultdict(_Counted)
    for day, engine, model, state, count, cost in connection.execute(_JOBS[is_members], asked):
        each = counted[day, engine, model]
        each.states[JobState(state)] = count
        each.cost += cost
    for day, engine, model, finding, count in connection.execute(_IMAGES[is_members], asked):
        counted[day, engine, model].findings[Finding(finding)] = count
    return counted


def _made(key: tuple[int, str, str], counted: _Counted) -> Made:
    day, engine, model = key
    return Made(
        day=(EPOCH + timedelta(days=day)).date(),
        engine=engine,
        model=model,
        delivered=counted.states.get(JobState.DELIVERED, 0),
        failed=counted.states.get(JobState.FAILED, 0),
        cancelled=counted.states.get(JobState.CANCELLED, 0),
        images=counted.findings,
        cost=counted.cost,
    )
