"""The queue, as a member sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.ids import GuildId, UserId
    from bot.domain.queueing import OwnQueue


class QueueStore(Protocol):
    """Knows what waits."""

    async def own(self, user_id: UserId, guild_id: GuildId, *, most: int) -> OwnQueue:
        """Return what a member has waiting in a guild, ``most`` jobs of it whole."""
        ...
