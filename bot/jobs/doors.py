"""Rooms that we may not enter for now: who waits before one is told when it may have opened."""

from __future__ import annotations

import asyncio


class Doors:
    """One bell for each server: Discord tells of its channels, threads and roles as they change."""

    def __init__(self) -> None:
        self._bells: dict[int, asyncio.Event] = {}

    def of(self, guild_id: int) -> asyncio.Event:
        """Return what is set when something may have opened there; all who wait hear it."""
        return self._bells.setdefault(guild_id, asyncio.Event())

    def opened(self, guild_id: int | None) -> None:
        """Have those try again who wait in a server; in all for None."""
        bells = self._bells.values() if guild_id is None else [self._bells.get(guild_id)]
        for bell in bells:
            if bell is not None:
                bell.set()
