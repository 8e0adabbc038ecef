"""So many images within some time: of a member in a server, or of all together in a place. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.policy import Pool, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.policy import Policy, PolicyPatch

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
"""An image counts for so long, whatever the clock and the calendar say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """At most so many images within a time."""

    most: int
    span: timedelta
    pool: Pool | None = None
    """Whose they are; None for a member's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """A quota of which not enough is left."""

    quota: Quota
    used: int
    needed: int
    """So many of those used have to leave before the answer is another one."""


def quotas(policy: Policy) -> Iterator[Quota]:
    """Yield what holds for one who asks, the longest times first: they return last."""
    for span, most in ((DAY, policy.daily_images), (HOUR, policy.hourly_images)):
        if most is not None:
            yield Quota(most=most, span=span)
    for pool in policy.pools:
        for span, most in ((DAY, pool.daily), (HOUR, pool.hourly)):
            if most is not None:
                yield Quota(most=most, span=span, pool=pool)


def shortage_of(quota: Quota, used: int, images: int) -> Shortage | None:
    """Return what a quota lacks for so many images, if anything.

    Where some are left, all that are asked for are waited for; where none is, the first.
    """
    if used + images <= quota.most:
        return None
    needed = used - quota.most + (1 if used >= quota.most else images)
    return Shortage(quota=quota, used=used, needed=needed)


def in_places(
    said: Mapping[PlaceId, PolicyPatch],
    places: Sequence[PlaceId],
    guild_id: GuildId,
    defaults: Policy,
) -> Policy:
    """Return the policy in force for the innermost of ``places``, which come nearest first.

    Of what members have together each place speaks for itself, and none of them for another.
    """
    patches = [(place, said[place]) for place in places if place in said]
    policy = resolve((patch for _, patch in patches), defaults)
    pools = tuple(
        Pool(
            place=place,
            is_server=int(place) == guild_id,
            hourly=patch.place_hourly_images,
            daily=patch.place_daily_images,
        )
        for place, patch in patches
        if (patch.place_hourly_images, patch.place_daily_images) != (None, None)
    )
    return replace(policy, pools=pools) if pools else policy
