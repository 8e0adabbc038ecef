"""Channels that take no more for now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.resting import Resting
from bot.errors import DeliveryError

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_a_channel_rests_for_as_long_as_discord_asks_and_no_other_does() -> None:
    now = NOON
    resting = Resting(lambda: now)
    resting.begin(1, DeliveryError("too many", retry_after=5.0))
    resting.begin(2, DeliveryError("away"))
    resting.check(2)
    now += timedelta(seconds=2)
    with pytest.raises(DeliveryError) as caught:
        resting.check(1)
    assert caught.value.retry_after == 3.0
    now += timedelta(seconds=3)
    resting.check(1)
