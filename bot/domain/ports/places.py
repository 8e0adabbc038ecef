"""Where a channel stands."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.ids import GuildId, PlaceId


class Unplaced(Enum):
    """Why it cannot be told where a channel stands."""

    FOR_NOW = "for now"
    FOR_GOOD = "for good"
    """Discord does not let us see it, or it is gone."""


class Missing(Enum):
    """Why there is no channel to be found."""

    GONE = "gone"
    """Deleted."""
    UNKNOWN = "unknown"
    """It cannot be told for now, or Discord does not let us see it."""


class Places(Protocol):
    """Where a channel stands, now."""

    async def of(self, guild_id: GuildId, channel_id: int) -> tuple[PlaceId, ...] | Unplaced:
        """Return whose policies apply there, nearest first.

        Asks Discord where the cache does not know; within 2 s.
        """
        ...
