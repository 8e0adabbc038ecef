"""What each place says for itself, and the policy that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.policy import Policy, PolicyPatch


class PolicyStore(Protocol):
    """What each place says for itself."""

    async def patches(
        self, guild_id: GuildId, places: Sequence[PlaceId]
    ) -> Mapping[PlaceId, PolicyPatch]:
        """Return what each of these places says, leaving out those that say nothing."""
        ...

    async def patches_of_guild(self, guild_id: GuildId) -> Mapping[PlaceId, PolicyPatch]:
        """Return all that is said in a guild, by the guild itself too."""
        ...

    async def put(
        self, guild_id: GuildId, place: PlaceId, patch: PolicyPatch, *, by: UserId, now: datetime
    ) -> None:
        """Merge ``patch`` into what the place says, in one transaction."""
        ...

    async def amend(
        self,
        guild_id: GuildId,
        place: PlaceId,
        change: Callable[[PolicyPatch], PolicyPatch],
        *,
        by: UserId,
        now: datetime,
    ) -> PolicyPatch:
        """Put what ``change`` makes of what the place says, in one transaction; return that.

        What ``change`` raises is raised, and nothing is put.
        """
        ...

    async def reset(self, guild_id: GuildId, place: PlaceId) -> bool:
        """Forget what a place says; return whether it said anything."""
        ...


class PolicyBook(Protocol):
    """The policies in force."""

    async def in_force(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Policy:
        """Return the policy for the innermost of ``places``, which come nearest first."""
        ...

    async def strictest(self, guild_id: GuildId, known: Sequence[PlaceId]) -> Policy:
        """Return the strictest policy that may apply where not every place is known.

        Args:
            guild_id: The guild, whose own policy is always among them.
            known: The places known for sure, nearest first (thread, channel). Any other place of
                the guild may or may not stand between them and the guild.

        """
        ...
