"""Images counted within some time: a member's in a server, or those of all in a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.quotas import DAY, HOUR
from bot.store.schema import DELIVERED, FLYING, QUEUED, SPENT, jobs
from bot.store.types import SKEW, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.policy import Pool
    from bot.domain.quotas import Quota

_THERE = sa.and_(
    jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
    jobs.c.created_at > sa.bindparam("began", type_=Moment),
    jobs.c.created_at <= sa.bindparam("skewed", type_=Moment),
)
_WITHIN = sa.and_(
    _THERE,
    sa.or_(
        jobs.c.places.like(sa.bindparam("nearest", type_=sa.Text)),
        jobs.c.places.like(sa.bindparam("around", type_=sa.Text)),
    ),
)
"""In a place that is no server: the list of a job's places ends with its server."""

_USER = jobs.c.user_id == sa.bindparam("user", type_=sa.BigInteger)
_SOME = sa.select(jobs.c.created_at, jobs.c.images)


def _of_all(where: sa.ColumnElement[bool]) -> sa.Subquery:
    """Return what is spent of all members: there is an index of each state, and none of all."""
    some = (_SOME.where(where, state) for state in (DELIVERED, FLYING, QUEUED))
    return sa.union_all(*some).subquery()


_SERVER, _PLACE = _of_all(_THERE), _of_all(_WITHIN)


def _returns(spent: sa.Subquery) -> sa.Select[datetime | None]:
    up_to = sa.func.sum(spent.c.images).over(order_by=spent.c.created_at).label("up_to")
    leaving = sa.select(spent.c.created_at, up_to).subquery()
    return sa.select(sa.func.min(leaving.c.created_at)).where(
        leaving.c.up_to >= sa.bindparam("needed", type_=sa.Integer)
    )


def _sums(spent: sa.Subquery) -> sa.Select[int, int]:
    is_new = spent.c.created_at > sa.bindparam("hour_began", type_=Moment)
    hour = sa.func.sum(sa.case((is_new, spent.c.images), else_=0))
    return sa.select(sa.func.coalesce(hour, 0), sa.func.coalesce(sa.func.sum(spent.c.images), 0))


_OWN_RETURN = _returns(_SOME.where(_USER, _THERE, SPENT).subquery())
_SERVERS_RETURN, _PLACES_RETURN = _returns(_SERVER), _returns(_PLACE)
"""The oldest images leave first: when so many have left."""
_SERVERS, _PLACES = _sums(_SERVER), _sums(_PLACE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, where, and when."""

    user_id: UserId
    guild_id: GuildId
    now: datetime


def returns_at(
    connection: sa.Connection, asked: Asked, quota: Quota, images: int
) -> datetime | None:
    """Return when so many images of a quota no longer count; None when there are fewer."""
    params: dict[str, object] = {"guild": asked.guild_id, "needed": images}
    params |= {"began": asked.now - quota.span, "skewed": asked.now + SKEW}
    if quota.pool is None:
        statement = _OWN_RETURN
        params |= {"user": asked.user_id}
    elif quota.pool.is_server:
        statement = _SERVERS_RETURN
    else:
        statement = _PLACES_RETURN
        params |= _patterns(quota.pool.place)
    created_at = connection.scalar(statement, params)
    return None if created_at is None else created_at + quota.span


def pooled(
    connection: sa.Connection, pools: Iterable[tuple[GuildId, Pool]], now: datetime
) -> dict[tuple[PlaceId, timedelta], int]:
    """Return what all members have had of some pools, within each time."""
    found: dict[tuple[PlaceId, timedelta], int] = {}
    times = {"began": now - DAY, "hour_began": now - HOUR, "skewed": now + SKEW}
    for guild_id, pool in pools:
        params: dict[str, object] = {"guild": guild_id, **times}
        statement = _SERVERS if pool.is_server else _PLACES
        if not pool.is_server:
            params |= _patterns(pool.place)
        hour, day = connection.execute(statement, params).one()
        found[pool.place, HOUR], found[pool.place, DAY] = int(hour), int(day)
    return found


def _patterns(place: PlaceId) -> dict[str, object]:
    return {"nearest": f"[{place},%", "around": f"% {place},%"}
