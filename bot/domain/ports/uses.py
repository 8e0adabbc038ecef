"""How often models were used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import GuildId, UserId
    from bot.domain.models import ModelKind

Uses: TypeAlias = "Mapping[ModelKind, Mapping[str, int]]"
"""By kind, names as engines spell them, and in how many jobs each was."""


class ModelUses(Protocol):
    """Counts the models of jobs that were delivered lately. Raises a StoreError."""

    async def by_member(self, guild_id: GuildId, user_id: UserId) -> Uses:
        """Return what a member asked for by name in a guild."""
        ...

    async def by_guild(self, guild_id: GuildId) -> Uses:
        """Return what anybody asked for by name where all could see it."""
        ...
