"""Take jobs in, if their members' shares allow it: those that come together, together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa

from bot.domain.event import Event, EventKind
from bot.domain.limits import DAY, HOUR, SUSPICION, Usage, check_usage, shortage
from bot.domain.ports import Accepted
from bot.domain.presses import check_once, press_of
from bot.errors import RefusedError, StoreRefusedError
from bot.store.failures import refuse_unstorable
from bot.store.jobs import events, presses, quotas
from bot.store.jobs.job_rows import new_row
from bot.store.moderation.budgets import Ledger
from bot.store.prepared import Prepared
from bot.store.schema import FLYING, QUEUED, SPENT, SUSPICIOUS, jobs
from bot.store.types import SKEW, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from bot.domain.fairness import Room
    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.job import Job
    from bot.domain.policy import Policy

_Who: TypeAlias = "tuple[int, int]"
"""A user and a guild."""

MEMORY = timedelta(days=1)
"""No cooldown is longer."""

_COUNT = sa.func.count()
_THEIRS = jobs.c.user_id.in_(sa.bindparam("users", expanding=True))
_PAST = jobs.c.created_at <= sa.bindparam("skewed", type_=Moment)
_RECENT = jobs.c.created_at >= sa.bindparam("since", type_=Moment)
_OF_DAY = sa.and_(jobs.c.created_at > sa.bindparam("day_began", type_=Moment), _PAST)

_OF_HOUR = sa.and_(jobs.c.created_at > sa.bindparam("hour_began", type_=Moment), _PAST)

_WHO = (jobs.c.user_id, jobs.c.guild_id)
_WAITING = sa.select(*_WHO, _COUNT).where(_THEIRS, QUEUED).group_by(*_WHO)
_SPENT_LATELY = (
    sa.select(
        *_WHO,
        sa.func.sum(sa.case((_OF_HOUR, jobs.c.images), else_=0)),
        sa.func.sum(sa.case((_OF_DAY, jobs.c.images), else_=0)),
        sa.func.max(sa.case((_PAST, jobs.c.created_at))),
    )
    .where(_THEIRS, SPENT, _RECENT)
    .group_by(*_WHO)
)
_FLYING = sa.select(*_WHO, _COUNT).where(_THEIRS, FLYING).group_by(*_WHO)
_SUSPICIONS = (
    sa.select(jobs.c.user_id, _COUNT, sa.func.max(jobs.c.ended_at))
    .where(_THEIRS, SUSPICIOUS, jobs.c.ended_at >= sa.bindparam("since", type_=Moment))
    .group_by(jobs.c.user_id)
)
_EVERYBODYS = sa.select(
    sa.select(_COUNT).select_from(jobs).where(QUEUED).scalar_subquery(),
    sa.select(_COUNT).select_from(jobs).where(FLYING).scalar_subquery(),
)
"""All jobs that wait, and all in flight: of other members no more is counted."""
_INSERT = Prepared(jobs.insert())


@dataclass(frozen=True, slots=True)
class Wish:
    """A job that would like to be taken in."""

    job: Job
    policy: Policy
    max_queued: int
    room: Room
    now: datetime


@dataclass(frozen=True, slots=True)
class _Spent:
    """What a member has had in a guild."""

    hour_images: int = 0
    day_images: int = 0
    last: datetime | None = None


_NOTHING = _Spent()


@dataclass(slots=True)
class _Tally:
    """What members have asked for, counted on as jobs are taken in."""

    length: int
    flying: int
    """Jobs in flight, of all users."""
    waiting: Counter[int]
    in_flight: Counter[int]
    here: Counter[_Who]
    """Both, in each guild."""
    spent: dict[_Who, _Spent]
    suspicions: dict[int, tuple[int, datetime | None]]
    pooled: dict[tuple[PlaceId, timedelta], int]
    """Of those places alone that have a pool."""

    def usage(self, user_id: int, guild_id: int) -> Usage:
        who = (user_id, guild_id)
        spent = self.spent.get(who, _NOTHING)
        suspicions, suspected = self.suspicions.get(user_id, (0, None))
        return Usage(
            queued=self.waiting[user_id],
            jobs=self.here[who],
            hour_images=spent.hour_images,
            day_images=spent.day_images,
            pooled=self.pooled,
            last_accepted_at=spent.last,
            suspicions=suspicions,
            last_suspicion_at=suspected,
        )

    def share(self, wish: Wish) -> Usage:
        """Return the usage that counts: what is about to start is not waiting."""
        usage = self.usage(wish.job.user_id, wish.job.guild_id)
        own = wish.room.per_user - self.in_flight[wish.job.user_id]
        most = min(wish.room.jobs, wish.room.engine_jobs or wish.room.jobs)
        starting = max(0, min(own, most - self.flying))
        return replace(usage, queued=max(0, usage.queued - starting))

    def take_in(self, job: Job) -> Accepted:
        self.length += 1
        who, images = (job.user_id, job.guild_id), job.request.images
        spent = self.spent.get(who, _NOTHING)
        self.waiting[job.user_id] += 1
        self.here[who] += 1
        self.spent[who] = _Spent(
            spent.hour_images + images, spent.day_images + images, job.created_at
        )
        for place, span in self.pooled:
            if place in job.places:
                self.pooled[place, span] += images
        return Accepted(place_in_queue=self.length)


def accept(connection: sa.Connection, wishes: Sequence[Wish]) -> list[Accepted | Exception]:
    """Store the jobs that ``limits.check_usage`` lets in, once; a RefusedError for each other.

    The transaction is the caller's, and no other may accept meanwhile.
    """
    users, now = {wish.job.user_id for wish in wishes}, max(wish.now for wish in wishes)
    tally = _tally(connection, users, now)
    pools = {(it.job.guild_id, pool) for it in wishes for pool in it.policy.pools}
    tally.pooled |= quotas.pooled(connection, pools, now)
    ledger = Ledger(connection, (wish.job for wish in wishes), now)
    pressed = presses.lately(connection, (wish.job for wish in wishes))
    outcomes: list[Accepted | Exception] = []
    rows: list[dict[str, object]] = []
    happened: list[Event] = []
    for wish in wishes:
        job = wish.job
        try:
            row = new_row(job)
            refuse_unstorable(row)
            check_once(press_of(job), pressed)
            check_usage(
                _with_return(connection, tally.share(wish), wish),
                job.request.images,
                policy=wish.policy,
                max_queued=wish.max_queued,
                now=wish.now,
            )
            ledger.spend(job)
        except (RefusedError, StoreRefusedError) as refused:
            outcomes.append(refused)
        else:
            outcomes.append(tally.take_in(job))
            pressed += filter(None, [press_of(job)])
            rows.append(row)
            happened.append(_accepted(wish))
    if rows:
        _INSERT.run_each(connection, rows)
        events.add(connection, happened)
    return outcomes


def _with_return(connection: sa.Connection, usage: Usage, wish: Wish) -> Usage:
    """Ask when images return only for whom it is told."""
    job = wish.job
    short = shortage(usage, job.request.images, wish.policy)
    if short is None:
        return usage
    asked = quotas.Asked(job.user_id, job.guild_id, wish.now)
    returns_at = quotas.returns_at(connection, asked, short.quota, short.needed)
    return replace(usage, returns_at=returns_at)


def _accepted(wish: Wish) -> Event:
    job = wish.job
    return Event(job_id=job.id, kind=EventKind.ACCEPTED, at=wish.now, by=job.user_id)


def usage(connection: sa.Connection, user_id: UserId, guild_id: GuildId, now: datetime) -> Usage:
    """See JobStore."""
    return (_tally(connection, {user_id}, now)).usage(user_id, guild_id)


def _tally(connection: sa.Connection, users: Iterable[UserId], now: datetime) -> _Tally:
    who = {"users": list(users)}
    here: Counter[_Who] = Counter()
    waiting = _counted(connection.execute(_WAITING, who), here)
    in_flight = _counted(connection.execute(_FLYING, who), here)
    began = {"hour_began": now - HOUR, "day_began": now - DAY, "since": now - MEMORY}
    spent = connection.execute(_SPENT_LATELY, who | began | {"skewed": now + SKEW})
    suspicions = connection.execute(_SUSPICIONS, who | {"since": now - SUSPICION})
    length, flying = connection.execute(_EVERYBODYS).one()
    return _Tally(
        length=length,
        flying=flying,
        in_flight=in_flight,
        waiting=waiting,
        here=here,
        suspicions={user: (count, last) for user, count, last in suspicions},
        spent={(user, guild): _Spent(hour, day, last) for user, guild, hour, day, last in spent},
        pooled={},
    )


def _counted(rows: Iterable[Row[int, int, int]], here: Counter[_Who]) -> Counter[int]:
    """Return what is counted of each user in all guilds, and add it to that of each guild."""
    users: Counter[int] = Counter()
    for user, guild, count in rows:
        users[user] += count
        here[user, guild] += count
    return users
