"""Whom a server blocked, and the strikes that lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, JobId, UserId
    from bot.domain.moderation.block import Block, Standing
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.strikes import Strike
    from bot.domain.policy import Policy


class BlockStore(Protocol):
    """Blocks, cooldowns and strikes; each change is one transaction with its entries."""

    async def standing(self, guild_id: GuildId, member: UserId) -> Standing:
        """Return what keeps a member, be it over or not."""
        ...

    async def block(self, block: Block, case: Case) -> Case:
        """Block a member in the place of what blocked them; return the case it is an entry of.

        That is ``case``, if it is there; else the case of a block that still holds; else ``case``,
        which is opened.
        """
        ...

    async def unblock(
        self, guild_id: GuildId, member: UserId, *, by: UserId, at: datetime, why: str
    ) -> Block | None:
        """Let a member have all again, and return what kept them; None if nothing did.

        Their strikes count on.
        """
        ...

    async def lift(
        self, case_id: CaseId, *, by: UserId | None, at: datetime
    ) -> Sequence[tuple[GuildId, UserId]]:
        """Let those have all again whom a case keeps from it, and return them."""
        ...

    async def due(self, limit: int) -> Sequence[Strike]:
        """Return strikes whose consequences are still to be drawn, oldest first."""
        ...

    async def weigh(
        self, strike: Strike, policy: Policy, fresh: CaseId, *, now: datetime
    ) -> Sequence[Block]:
        """Draw the consequences of a strike, once; return those that hold from now on.

        Args:
            strike: One of ``due``.
            policy: In force where it was earned.
            fresh: The id of a case, for a strike that has none.
            now: The time.

        """
        ...

    async def barred(self, *, now: datetime, limit: int) -> Sequence[JobId]:
        """Return jobs that wait, and whose members are blocked."""
        ...
