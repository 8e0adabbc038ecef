"""Channels that take no more for now: of many messages there each would ask Discord again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Resting:
    """Remembers until when; as far as this process has heard."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Tell the time by ``now``."""
        self._now = now
        self._until: dict[int, datetime] = {}

    def begin(self, channel_id: int, error: DeliveryError) -> None:
        """Leave a channel alone for as long as Discord asks, if it does."""
        if error.retry_after:
            self._until[channel_id] = self._now() + timedelta(seconds=error.retry_after)

    def check(self, channel_id: int) -> None:
        """Return where a channel may be written to.

        Raises:
            DeliveryError: it rests; says for how long.

        """
        now, until = self._now(), self._until.get(channel_id)
        if until is None:
            return
        if until > now:
            raise DeliveryError("its channel rests", retry_after=(until - now).total_seconds())
        del self._until[channel_id]
