"""Until when, in a moderator's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.moderation.until import USUAL, until
from bot.errors import InvalidOptionError

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_lengths_dates_and_stamps_are_read() -> None:
    hours = {
        "1h": 1,
        " 7D ": 7 * 24,
        "1d 12h": 36,
        "1d12h": 36,
        "2w, 1d": 15 * 24,
        "90 m": 1.5,
        "1y": 365 * 24,
        "<t:1795780800:R>": (1795780800 - NOW.timestamp()) / 3600,
        "2026-11-27": 12,
        "2026-11-27 18:30": 30.5,
        "2026-11-27T18:30+01:00": 29.5,
    }
    found = {said: until(said, NOW) for said in hours}
    assert found == {said: NOW + timedelta(hours=hour) for said, hour in hours.items()}
    assert until(None, NOW) is until(" ", NOW) is None
    assert all(until(each, NOW) for each in USUAL)


def test_what_is_no_time_or_too_near_or_too_far_is_refused() -> None:
    wrong = ["soon", "0m", "30", "7 days", "1h ago", "2026-11-26", "2026-13-01", "6y", "999999y"]
    wrong += ["<t:999999999999>", "１h", "d", "-1h", "1h" * 9, "24:00"]
    for said in wrong:
        with pytest.raises(InvalidOptionError, match=r"`until` takes a length"):
            until(said, NOW)
