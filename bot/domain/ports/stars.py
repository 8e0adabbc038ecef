"""Where stars are kept, and which results were meant for a showcase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import GuildId, JobId, UserId
    from bot.domain.star import Showcase, Stars


class StarStore(Protocol):
    """Who starred what: one star for each member and result."""

    async def toggle(
        self, job_id: JobId, guild_id: GuildId, user_id: UserId, *, now: datetime
    ) -> Stars:
        """Give a member's star, or take it back if it was given."""
        ...

    async def count(self, job_id: JobId) -> int:
        """Return how many members star a result."""
        ...


class ShowcaseStore(Protocol):
    """Results for showcases: claimed before they are posted, so that none is posted twice."""

    async def claim(self, job_id: JobId, channel_id: int, *, now: datetime) -> bool:
        """Note that a result is to be posted; return False where it was noted before, ever."""
        ...

    async def take(self, *, now: datetime, until: datetime) -> Showcase | None:
        """Return one that is due, which nobody else is given before ``until``; None for none."""
        ...

    async def end(self, job_id: JobId, message_id: int | None, *, now: datetime) -> None:
        """Note that nothing is left to do: it was posted as ``message_id``, or never will be.

        One that was posted is due again where its result is deleted, before or later.
        """
        ...
