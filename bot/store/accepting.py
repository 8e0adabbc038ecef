"""Take jobs in, if their members' shares allow it: those that come together, together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.event import Event, EventKind
from bot.domain.limits import DAY, SUSPICION, Usage, check_usage, day_shortage
from bot.domain.ports import Accepted
from bot.domain.presses import check_once, press_of
from bot.errors import RefusedError, StoreRefusedError
from bot.store import events, presses
from bot.store.budgets import Ledger
from bot.store.failures import refuse_unstorable
from bot.store.job_rows import new_row
from bot.store.schema import FLYING, QUEUED, SPENT, SUSPICIOUS, jobs
from bot.store.types import SKEW, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.fairness import Room
    from bot.domain.ids import GuildId, UserId
    from bot.domain.job import Job
    from bot.domain.policy import Policy

MEMORY = timedelta(days=1)
"""No cooldown is longer."""

_COUNT = sa.func.count()
_THEIRS = jobs.c.user_id.in_(sa.bindparam("users", expanding=True))
_PAST = jobs.c.created_at <= sa.bindparam("skewed", type_=Moment)
_RECENT = jobs.c.created_at >= sa.bindparam("since", type_=Moment)
_OF_DAY = sa.and_(jobs.c.created_at > sa.bindparam("day_began", type_=Moment), _PAST)

_WAITING = sa.select(jobs.c.user_id, _COUNT).where(_THEIRS, QUEUED).group_by(jobs.c.user_id)
_SPENT_LATELY = (
    sa.select(
        jobs.c.user_id,
        jobs.c.guild_id,
        sa.func.sum(sa.case((_OF_DAY, jobs.c.images), else_=0)),
        sa.func.max(sa.case((_PAST, jobs.c.created_at))),
    )
    .where(_THEIRS, SPENT, _RECENT)
    .group_by(jobs.c.user_id, jobs.c.guild_id)
)
_FLYING = sa.select(jobs.c.user_id, _COUNT).where(_THEIRS, FLYING).group_by(jobs.c.user_id)
_SUSPICIONS = (
    sa.select(jobs.c.user_id, _COUNT, sa.func.max(jobs.c.ended_at))
    .where(_THEIRS, SUSPICIOUS, jobs.c.ended_at >= sa.bindparam("since", type_=Moment))
    .group_by(jobs.c.user_id)
)
_LEAVING = (
    sa.select(
        jobs.c.created_at,
        sa.func.sum(jobs.c.images).over(order_by=jobs.c.created_at).label("images"),
    )
    .where(
        jobs.c.user_id == sa.bindparam("user", type_=sa.BigInteger),
        jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
        SPENT,
        _OF_DAY,
    )
    .subquery()
)
"""A member's jobs of the day, each with the images up to it: the oldest leave the day first."""
_LEAVES = sa.select(sa.func.min(_LEAVING.c.created_at)).where(
    _LEAVING.c.images >= sa.bindparam("needed", type_=sa.Integer)
)
_EVERYBODYS = sa.select(
    sa.select(_COUNT).select_from(jobs).where(QUEUED).scalar_subquery(),
    sa.select(_COUNT).select_from(jobs).where(FLYING).scalar_subquery(),
)
"""All jobs that wait, and all in flight: of other members no more is counted."""
_INSERT = jobs.insert()


@dataclass(frozen=True, slots=True)
class Wish:
    """A job that would like to be taken in."""

    job: Job
    policy: Policy
    max_queued: int
    room: Room
    now: datetime


@dataclass(slots=True)
class _Tally:
    """What members have asked for, counted on as jobs are taken in."""

    length: int
    flying: int
    """Jobs in flight, of all users."""
    waiting: dict[int, int]
    in_flight: dict[int, int]
    spent: dict[tuple[int, int], tuple[int, datetime | None]]
    suspicions: dict[int, tuple[int, datetime | None]]

    def usage(self, user_id: int, guild_id: int) -> Usage:
        images, last = self.spent.get((user_id, guild_id), (0, None))
        queued = self.waiting.get(user_id, 0)
        suspicions, suspected = self.suspicions.get(user_id, (0, None))
        return Usage(
            queued=queued,
            day_images=images,
            last_accepted_at=last,
            suspicions=suspicions,
            last_suspicion_at=suspected,
        )

    def share(self, wish: Wish) -> Usage:
        """Return the usage that counts: what is about to start is not waiting."""
        usage = self.usage(wish.job.user_id, wish.job.guild_id)
        own = wish.room.per_user - self.in_flight.get(wish.job.user_id, 0)
        most = min(wish.room.jobs, wish.room.engine_jobs or wish.room.jobs)
        starting = max(0, min(own, most - self.flying))
        return replace(usage, queued=max(0, usage.queued - starting))

    def take_in(self, job: Job) -> Accepted:
        self.length += 1
        usage = self.usage(job.user_id, job.guild_id)
        self.waiting[job.user_id] = usage.queued + 1
        images = usage.day_images + job.request.images
        self.spent[job.user_id, job.guild_id] = (images, job.created_at)
        return Accepted(place_in_queue=self.length)


def accept(connection: sa.Connection, wishes: Sequence[Wish]) -> list[Accepted | Exception]:
    """Store the jobs that ``limits.check_usage`` lets in, once; a RefusedError for each other.

    The transaction is the caller's, and no other may accept meanwhile.
    """
    users = {wish.job.user_id for wish in wishes}
    tally = _tally(connection, users, max(wish.now for wish in wishes))
    ledger = Ledger(connection, (wish.job for wish in wishes), max(wish.now for wish in wishes))
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
        connection.execute(_INSERT, rows)
        events.add(connection, happened)
    return outcomes


def _with_return(connection: sa.Connection, usage: Usage, wish: Wish) -> Usage:
    """Ask when images return only for whom it is told."""
    job = wish.job
    needed = day_shortage(usage, job.request.images, wish.policy)
    if not needed:
        return usage
    returns_at = day_returns_at(connection, job.user_id, job.guild_id, needed, wish.now)
    return replace(usage, day_returns_at=returns_at)


def day_returns_at(
    connection: sa.Connection, user_id: UserId, guild_id: GuildId, images: int, now: datetime
) -> datetime | None:
    """Return when so many of a member's images no longer count; None when there are fewer."""
    asked = {"user": user_id, "guild": guild_id, "needed": images}
    moments = {"day_began": now - DAY, "skewed": now + SKEW}
    created_at: datetime | None = connection.scalar(_LEAVES, asked | moments)
    return None if created_at is None else created_at + DAY


def _accepted(wish: Wish) -> Event:
    job = wish.job
    return Event(job_id=job.id, kind=EventKind.ACCEPTED, at=wish.now, by=job.user_id)


def usage(connection: sa.Connection, user_id: UserId, guild_id: GuildId, now: datetime) -> Usage:
    """See JobStore."""
    return (_tally(connection, {user_id}, now)).usage(user_id, guild_id)


def _tally(connection: sa.Connection, users: Iterable[UserId], now: datetime) -> _Tally:
    who = {"users": list(users)}
    waiting = connection.execute(_WAITING, who)
    in_flight = connection.execute(_FLYING, who)
    moments = {"day_began": now - DAY, "since": now - MEMORY, "skewed": now + SKEW}
    spent = connection.execute(_SPENT_LATELY, who | moments)
    suspicions = connection.execute(_SUSPICIONS, who | {"since": now - SUSPICION})
    length, flying = connection.execute(_EVERYBODYS).one()
    return _Tally(
        length=length,
        flying=flying,
        in_flight={user: count for user, count in in_flight},  # noqa: C416 - rows are no tuples
        waiting={user: count for user, count in waiting},  # noqa: C416 - rows are no tuples
        suspicions={user: (count, last) for user, count, last in suspicions},
        spent={(user, guild): (images, last) for user, guild, images, last in spent},
    )
