"""The policies of a database that no other process uses: read once, then remembered.

A policy is read several times for each job. Every change comes through here, so that what is
remembered is what the database holds.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.policy import PolicyPatch
    from bot.domain.policy_change import PolicyChange, Touched, Undone
    from bot.domain.ports import PolicyStore

Outcome = TypeVar("Outcome")

MOST = 1000
"""Guilds that are remembered; the one unasked for longest goes first."""


class RememberedPolicies:
    """A PolicyStore in front of another, which nobody else may change."""

    def __init__(self, store: PolicyStore) -> None:
        """Ask ``store`` for what is not remembered."""
        self._store = store
        self._known: OrderedDict[GuildId, Mapping[PlaceId, PolicyPatch]] = OrderedDict()
        self._changes = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def patches(
        self, guild_id: GuildId, places: Sequence[PlaceId]
    ) -> Mapping[PlaceId, PolicyPatch]:
        """See PolicyStore."""
        said = await self.patches_of_guild(guild_id)
        return {place: said[place] for place in places if place in said}

    async def patches_of_guild(self, guild_id: GuildId) -> Mapping[PlaceId, PolicyPatch]:
        """See PolicyStore."""
        if guild_id in self._known:
            self._known.move_to_end(guild_id)
            return self._known[guild_id]
        changes = self._changes
        said = await self._store.patches_of_guild(guild_id)
        if changes == self._changes:
            self._known[guild_id] = said
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return said

    async def put(
        self, guild_id: GuildId, place: PlaceId, patch: PolicyPatch, *, by: UserId, now: datetime
    ) -> PolicyChange:
        """See PolicyStore."""
        return await self._change(guild_id, self._store.put(guild_id, place, patch, by=by, now=now))

    async def amend(
        self,
        guild_id: GuildId,
        place: PlaceId,
        change: Callable[[PolicyPatch], PolicyPatch],
        *,
        by: UserId,
        now: datetime,
    ) -> PolicyChange:
        """See PolicyStore."""
        act = self._store.amend(guild_id, place, change, by=by, now=now)
        return await self._change(guild_id, act)

    async def reset(
        self, guild_id: GuildId, place: PlaceId, *, by: UserId, now: datetime
    ) -> PolicyChange:
        """See PolicyStore."""
        return await self._change(guild_id, self._store.reset(guild_id, place, by=by, now=now))

    async def undo(
        self, guild_id: GuildId, entry_id: int, *, by: UserId, now: datetime
    ) -> Undone | None:
        """See PolicyStore."""
        return await self._change(guild_id, self._store.undo(guild_id, entry_id, by=by, now=now))

    async def touched(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Touched | None:
        """See PolicyStore."""
        return await self._store.touched(guild_id, places)

    async def _change(self, guild_id: GuildId, act: Coroutine[None, None, Outcome]) -> Outcome:
        """Change what a guild says, and forget it then, even when the caller is cancelled."""
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
