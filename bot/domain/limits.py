"""May this member have this request here and now? Pure; what it refuses costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import InvalidOptionError, RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.policy import Policy
    from bot.domain.request import GenerationRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a member has asked for so far."""

    queued: int = 0
    """Jobs waiting, without those about to start."""
    images_today: int = 0
    """Accepted in this guild since midnight UTC, failed and cancelled jobs aside."""
    last_accepted_at: datetime | None = None
    """In this guild, failed and cancelled jobs aside."""


def check_policy(request: GenerationRequest, policy: Policy) -> None:
    """Refuse what the place does not allow.

    Raises:
        RefusedError: image generation is switched off here.
        InvalidOptionError: the request is larger than the place allows.

    """
    if not policy.enabled:
        raise RefusedError(
            "Image generation is switched off in this channel. Try another, or ask the moderators."
        )
    if policy.max_images is not None and request.images > policy.max_images:
        raise InvalidOptionError("images", request.images, f"1 to {policy.max_images} here")
    if policy.max_steps is not None and request.steps > policy.max_steps:
        raise InvalidOptionError("steps", request.steps, f"1 to {policy.max_steps} here")
    if policy.max_pixels is not None:
        _check_pixels(request, policy.max_pixels)


def _check_pixels(request: GenerationRequest, most: int) -> None:
    """Name ``hires`` where the size alone would pass: a member may have said nothing of a size."""
    width, height = request.target
    if width * height <= most:
        return
    given = f"{width}x{height} = {width * height}"
    allowed = f"at most {most} pixels an image here, hires included"
    if request.hires is None or request.width * request.height > most:
        raise InvalidOptionError("size", given, allowed)
    base = f"{request.hires.scale} of {request.width}x{request.height}"
    raise InvalidOptionError("hires", f"{base} is {given}", allowed)


def check_usage(
    usage: Usage, images: int, *, policy: Policy, max_queued: int, now: datetime
) -> None:
    """Refuse a member who has had their share.

    Raises:
        RefusedError: too many waiting, too soon, or too many images today.

    """
    if usage.queued >= max_queued:
        wait = "waits" if usage.queued == 1 else "wait"
        raise RefusedError(
            f"{usage.queued} of your jobs {wait} already, the most allowed. "
            "Let one start, or cancel one."
        )
    if policy.cooldown_seconds and usage.last_accepted_at is not None:
        ready_at = usage.last_accepted_at + timedelta(seconds=policy.cooldown_seconds)
        if now < ready_at:
            raise RefusedError(f"You can generate again <t:{ready_at.timestamp():.0f}:R>.")
    if policy.daily_images is not None and usage.images_today + images > policy.daily_images:
        left = max(0, policy.daily_images - usage.images_today)
        raise RefusedError(
            f"images: {images} would pass your {policy.daily_images} a day here; "
            f"{left} left until midnight UTC."
        )
