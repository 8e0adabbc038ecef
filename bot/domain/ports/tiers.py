"""The limits of roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.domain.ids import GuildId, RoleId, UserId
    from bot.domain.tier import Limits


@dataclass(frozen=True, slots=True)
class TierChange:
    """What became of a role's limits."""

    before: Limits
    after: Limits
    entry: int = 0
    """The number of the entry that tells of it; 0 where nothing changed."""


class TierStore(Protocol):
    """The limits of roles. Every change is an entry of the audit, in the same transaction."""

    async def of_guild(self, guild_id: GuildId) -> Mapping[RoleId, Limits]:
        """Return the limits of every role that has some, in the order of their changes."""
        ...

    async def amend(
        self,
        guild_id: GuildId,
        role: RoleId,
        change: Callable[[Limits], Limits],
        *,
        by: UserId,
        now: datetime,
        undoes: int | None = None,
    ) -> TierChange:
        """Let a role have what ``change`` makes of its limits; none are as if it had never had any.

        ``undoes`` is the number of the entry whose change is taken back.

        What ``change`` raises is raised, and nothing is changed.

        Raises:
            RefusedError: so many roles of the guild have limits that one more may not.

        """
        ...
