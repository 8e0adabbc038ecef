"""What each place says for itself, and the policy that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.moderation.policy_change import PolicyChange, Touched, Undone
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
    ) -> PolicyChange:
        """Merge ``patch`` into what the place says; see ``amend``."""
        ...

    async def amend(
        self,
        guild_id: GuildId,
        place: PlaceId,
        change: Callable[[PolicyPatch], PolicyPatch],
        *,
        by: UserId,
        now: datetime,
    ) -> PolicyChange:
        """Put what ``change`` makes of what the place says, in one transaction with its entry.

        Where nothing changes there is no entry. What ``change`` raises is raised, and nothing is
        put.
        """
        ...

    async def reset(
        self, guild_id: GuildId, place: PlaceId, *, by: UserId, now: datetime
    ) -> PolicyChange:
        """Forget what a place says; see ``amend``."""
        ...

    async def undo(
        self, guild_id: GuildId, entry_id: int, *, by: UserId, now: datetime
    ) -> Undone | None:
        """Take back the change that an entry of the guild tells of, rule by rule; see ``amend``.

        None if there is no such entry, or none any more.
        """
        ...

    async def touched(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Touched | None:
        """Return who changed what any of these places says last; None if nobody did."""
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
