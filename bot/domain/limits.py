"""May this member have this request here and now? Pure; what it refuses costs nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.obstacles import refuse
from bot.domain.quota_words import refusal
from bot.domain.quotas import DAY, HOUR, quotas, shortage_of
from bot.domain.rules import up_to_here
from bot.errors import InvalidOptionError, RefusedError
from bot.texts.text import text

__all__ = ["DAY", "HOUR", "Usage", "check_policy", "check_usage", "shortage", "slowed_until"]

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.domain.ids import PlaceId
    from bot.domain.policy import Policy
    from bot.domain.quotas import Quota, Shortage
    from bot.domain.request import GenerationRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a member has asked for so far."""

    queued: int = 0
    """Jobs waiting, without those about to start."""
    jobs: int = 0
    """Waiting and under way, in this guild."""
    hour_images: int = 0
    """Accepted in this guild within the last ``HOUR``, failed and cancelled jobs aside."""
    day_images: int = 0
    """Likewise, within the last ``DAY``."""
    pooled: Mapping[tuple[PlaceId, timedelta], int] = field(
        default_factory=dict["tuple[PlaceId, timedelta]", int]
    )
    """What all members together have had in places, within a time."""
    returns_at: datetime | None = None
    """When what ``shortage`` needs no longer counts; None where that was not asked."""
    last_accepted_at: datetime | None = None
    """In this guild, failed and cancelled jobs aside."""
    suspicions: int = 0
    """Prompts that an engine found suspicious, anywhere and within ``SUSPICION``."""
    last_suspicion_at: datetime | None = None

    def used(self, quota: Quota) -> int:
        """Return what of a quota is used."""
        if quota.pool is not None:
            return self.pooled.get((quota.pool.place, quota.span), 0)
        return self.hour_images if quota.span == HOUR else self.day_images


NO_HIRES = text("limit.no_hires")

SUSPICION = timedelta(days=1)
"""For so long a suspicious prompt counts; it is AI Horde's own span."""

SUSPICION_STEP = timedelta(minutes=6)


def slowed_until(usage: Usage) -> datetime | None:
    """Return when a member may ask again whose prompts put an engine at risk for all others.

    They wait twice as long as AI Horde would let the address of all of us wait, which is 3
    minutes, then 9, 15 and so on: the others come first when it opens.
    """
    if usage.last_suspicion_at is None or not usage.suspicions:
        return None
    return usage.last_suspicion_at + SUSPICION_STEP * (2 * usage.suspicions - 1)


def check_policy(request: GenerationRequest, policy: Policy) -> None:
    """Refuse what the place does not allow.

    Raises:
        RefusedError: image generation is switched off here.
        InvalidOptionError: the request is larger than the place allows.
        ObstaclesError: several of this.

    """
    refuse(_not_allowed(request, policy))


def _not_allowed(request: GenerationRequest, policy: Policy) -> Iterator[RefusedError]:
    if not policy.enabled:
        yield RefusedError(text("limit.off"))
    if policy.max_images is not None and request.images > policy.max_images:
        yield InvalidOptionError("images", request.images, up_to_here(policy.max_images))
    if policy.max_steps is not None and request.steps > policy.max_steps:
        yield InvalidOptionError("steps", request.steps, up_to_here(policy.max_steps))
    if request.hires is not None and not policy.hires:
        yield InvalidOptionError("hires", request.hires.scale.value, NO_HIRES)
        request = replace(request, hires=None)
    if policy.max_pixels is not None:
        yield from _too_large(request, policy.max_pixels)


def _too_large(request: GenerationRequest, most: int) -> Iterator[RefusedError]:
    """Name ``hires`` where the size alone would pass: a member may have said nothing of a size."""
    width, height = request.target
    if width * height <= most:
        return
    target, pixels = f"{width}x{height}", width * height
    if request.hires is None or request.width * request.height > most:
        rule = text("limit.pixels", most=most, pixels=pixels)
        yield InvalidOptionError("size", target, rule)
        return
    base = f"{request.width}x{request.height}"
    rule = text(
        "limit.hires_pixels", scale=request.hires.scale, size=base, pixels=pixels, most=most
    )
    yield InvalidOptionError("hires", target, rule)


def check_usage(
    usage: Usage, images: int, *, policy: Policy, max_queued: int, now: datetime
) -> None:
    """Refuse a member who has had their share.

    Raises:
        RefusedError: too many waiting or at once, too soon, or too many images of late.

    """
    slowed = slowed_until(usage)
    if slowed is not None and now < slowed:
        raise RefusedError(text("limit.slowed", ready_at=round(slowed.timestamp())))
    if usage.queued >= max_queued:
        raise RefusedError(text("limit.waiting", count=usage.queued))
    if policy.jobs is not None and usage.jobs >= policy.jobs:
        raise RefusedError(text("limit.jobs", count=policy.jobs))
    if policy.cooldown_seconds and usage.last_accepted_at is not None:
        ready_at = usage.last_accepted_at + timedelta(seconds=policy.cooldown_seconds)
        if now < ready_at:
            raise RefusedError(text("limit.cooldown", ready_at=round(ready_at.timestamp())))
    if (short := shortage(usage, images, policy)) is not None:
        raise RefusedError(refusal(short, images, usage.returns_at or now + short.quota.span))


def shortage(usage: Usage, images: int, policy: Policy) -> Shortage | None:
    """Return the first quota of which not enough is left for so many images."""
    found = (shortage_of(quota, usage.used(quota), images) for quota in quotas(policy))
    return next(filter(None, found), None)
