"""Blocks in a database that no other process uses: read once for each member, then remembered.

Everybody is asked about with each command and each button. Every change comes through here, so
that what is remembered is what the database holds.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, JobId, UserId
    from bot.domain.moderation.block import Block, Standing
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.strikes import Strike
    from bot.domain.policy import Policy
    from bot.domain.ports import BlockStore

Outcome = TypeVar("Outcome")

MOST = 10_000
"""Members that are remembered; the one unasked for longest goes first."""


class RememberedBlocks:
    """A BlockStore in front of another, which nobody else may change."""

    def __init__(self, store: BlockStore) -> None:
        """Ask ``store`` for what is not remembered."""
        self._store = store
        self._known: OrderedDict[tuple[GuildId, UserId], Standing] = OrderedDict()
        self._changes = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def standing(self, guild_id: GuildId, member: UserId) -> Standing:
        """See BlockStore."""
        who = (guild_id, member)
        if who in self._known:
            self._known.move_to_end(who)
            return self._known[who]
        changes = self._changes
        standing = await self._store.standing(guild_id, member)
        if changes == self._changes:
            self._known[who] = standing
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return standing

    async def block(self, block: Block, case: Case) -> Case:
        """See BlockStore."""
        return await self._change(self._store.block(block, case))

    async def unblock(
        self, guild_id: GuildId, member: UserId, *, by: UserId, at: datetime, why: str
    ) -> Block | None:
        """See BlockStore."""
        return await self._change(self._store.unblock(guild_id, member, by=by, at=at, why=why))

    async def lift(
        self, case_id: CaseId, *, by: UserId | None, at: datetime
    ) -> Sequence[tuple[GuildId, UserId]]:
        """See BlockStore."""
        return await self._change(self._store.lift(case_id, by=by, at=at))

    async def due(self, limit: int) -> Sequence[Strike]:
        """See BlockStore."""
        return await self._store.due(limit)

    async def weigh(
        self, strike: Strike, policy: Policy, fresh: CaseId, *, now: datetime
    ) -> Sequence[Block]:
        """See BlockStore."""
        return await self._change(self._store.weigh(strike, policy, fresh, now=now))

    async def barred(self, *, now: datetime, limit: int) -> Sequence[JobId]:
        """See BlockStore."""
        return await self._store.barred(now=now, limit=limit)

    async def _change(self, act: Coroutine[None, None, Outcome]) -> Outcome:
        """Change something, and forget all then, even when the caller is cancelled.

        Changes are rare, and what is remembered is read again at the cost of a look each.
        """
        task = asyncio.create_task(self._forgetting(act))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _forgetting(self, act: Coroutine[None, None, Outcome]) -> Outcome:
        try:
            return await act
        finally:
            # A read that is under way may not see the change, and is not kept.
            self._changes += 1
            self._known.clear()
