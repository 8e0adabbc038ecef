"""Until when: a moderator's own words for a length, a date or an hour. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.errors import InvalidOptionError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=5 * 366)
"""Whoever means longer means for good."""

UNITS: Mapping[str, timedelta] = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}
USUAL = ("1h", "12h", "1d", "7d", "30d", "90d")
"""What is offered while somebody types."""

MOST_CHARACTERS = 40

_PIECE = r"\d{1,6}\s*[mhdwy]"
_LENGTH = re.compile(rf"{_PIECE}(?:[\s,+]*{_PIECE}){{0,4}}", re.ASCII)
_EACH = re.compile(r"(\d{1,6})\s*([mhdwy])", re.ASCII)
_STAMP = re.compile(r"<t:(\d{1,12})(?::[a-zA-Z])?>", re.ASCII)
_RULE = text("block.until_rule")


def until(said: str | None, now: datetime) -> datetime | None:
    """Return when what was said ends: ``7d``, ``1d 12h``, a date in UTC; None is for good.

    A date alone means its beginning.

    Raises:
        InvalidOptionError: it is none of this, or it ends too soon or too late.

    """
    words = (said or "").strip().casefold()
    if not words:
        return None
    ends_at = _moment(words, now)
    if ends_at is None or not SHORTEST <= ends_at - now <= LONGEST:
        raise InvalidOptionError("until", said, _RULE)
    return ends_at.replace(microsecond=0)


def _moment(words: str, now: datetime) -> datetime | None:
    try:
        if _LENGTH.fullmatch(words):
            pieces = (int(number) * UNITS[unit] for number, unit in _EACH.findall(words))
            return now + sum(pieces, timedelta())
        if stamp := _STAMP.fullmatch(words):
            return datetime.fromtimestamp(int(stamp[1]), UTC)
        said = datetime.fromisoformat(words.upper())
    except (ValueError, OverflowError, OSError):
        return None
    return said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
