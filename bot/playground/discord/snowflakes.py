"""Ids that carry the moment of their making, as Discord's do."""

from __future__ import annotations

import time

EPOCH_MS = 1_420_070_400_000
"""The first second of 2015, from which Discord counts."""


class Snowflakes:
    """Ids of now, each greater than all before it."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """Return a new id. Clients read the time from it, so it is the true one."""
        now = (time.time_ns() // 1_000_000 - EPOCH_MS) << 22
        self._last = max(now, self._last + 1)
        return self._last


def created_ms(snowflake: int, /) -> int:
    """Return when an id was made, in milliseconds since 1970."""
    return (snowflake >> 22) + EPOCH_MS


def shard_of(guild_id: int, count: int, /) -> int:
    """Return which of ``count`` shards hears of this guild."""
    return (guild_id >> 22) % count
