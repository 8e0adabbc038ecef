"""Why there are no more images for now: which limit it is, what is left, and when more return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.quotas import DAY
from bot.texts.text import text

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.policy import Pool
    from bot.domain.quotas import Shortage
    from bot.texts.text import Text

SERVER = text("limit.server")


def refusal(short: Shortage, asked: int, returns_at: datetime) -> Text:
    """Return the sentence for who asked for more than is left of a quota.

    Args:
        short: What is lacking.
        asked: Images asked for.
        returns_at: When what is needed is there.

    """
    ready_at = round(returns_at.timestamp())
    told = _day if short.quota.span == DAY else _hour
    if short.quota.pool is not None:
        told = _pool_day if short.quota.span == DAY else _pool_hour
    return told(short, asked, ready_at)


def _day(short: Shortage, asked: int, ready_at: int) -> Text:
    most, used = short.quota.most, short.used
    if most == 0:
        return text("limit.daily_zero")
    if used >= most:
        return text("limit.daily_used", count=most, ready_at=ready_at)
    if asked > most:
        return text("limit.daily_over", count=most, images=asked)
    return text("limit.daily_left", count=most - used, limit=most, images=asked, ready_at=ready_at)


def _hour(short: Shortage, asked: int, ready_at: int) -> Text:
    most, used = short.quota.most, short.used
    if most == 0:
        return text("limit.hourly_zero")
    if used >= most:
        return text("limit.hourly_used", count=most, ready_at=ready_at)
    if asked > most:
        return text("limit.hourly_over", count=most, images=asked)
    return text("limit.hourly_left", count=most - used, limit=most, images=asked, ready_at=ready_at)


def _pool_day(short: Shortage, asked: int, ready_at: int) -> Text:
    most, used, place = short.quota.most, short.used, place_of(short.quota.pool)
    if asked > most:
        return text("limit.place_daily_over", count=most, images=asked, place=place)
    if used >= most:
        return text("limit.place_daily_used", count=most, place=place, ready_at=ready_at)
    return text(
        "limit.place_daily_left", count=most - used, limit=most, place=place, ready_at=ready_at
    )


def _pool_hour(short: Shortage, asked: int, ready_at: int) -> Text:
    most, used, place = short.quota.most, short.used, place_of(short.quota.pool)
    if asked > most:
        return text("limit.place_hourly_over", count=most, images=asked, place=place)
    if used >= most:
        return text("limit.place_hourly_used", count=most, place=place, ready_at=ready_at)
    return text(
        "limit.place_hourly_left", count=most - used, limit=most, place=place, ready_at=ready_at
    )


def place_of(pool: Pool | None) -> str | Text:
    """Name the place whose members have something together."""
    return SERVER if pool is None or pool.is_server else f"<#{pool.place}>"
