"""What a server has set, of a database that no other process uses: read once, then remembered.

It is read several times for each job. Every change comes through here, so that what is remembered
is what the database holds.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.domain.ids import GuildId

Known = TypeVar("Known")
Outcome = TypeVar("Outcome")

MOST = 1000
"""Guilds that are remembered; the one unasked for longest goes first."""


class Remembered(Generic[Known]):
    """One value for each guild, which nobody else may change."""

    def __init__(self, read: Callable[[GuildId], Awaitable[Known]]) -> None:
        """Read what is not remembered by ``read``."""
        self._read = read
        self._known: OrderedDict[GuildId, Known] = OrderedDict()
        self._changes = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def of(self, guild_id: GuildId) -> Known:
        """Return what a guild has set."""
        if guild_id in self._known:
            self._known.move_to_end(guild_id)
            return self._known[guild_id]
        changes = self._changes
        said = await self._read(guild_id)
        if changes == self._changes:
            self._known[guild_id] = said
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return said

    async def change(self, guild_id: GuildId, act: Coroutine[None, None, Outcome]) -> Outcome:
        """Change what a guild has set, and forget it then, even when the caller is cancelled."""
        task = asyncio.create_task(self._forgetting(guild_id, act))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _forgetting(self, guild_id: GuildId, act: Coroutine[None, None, Outcome]) -> Outcome:
        try:
            return await act
        finally:
            # A read that is under way may not see the change, and is not kept.
            self._changes += 1
            self._known.pop(guild_id, None)
