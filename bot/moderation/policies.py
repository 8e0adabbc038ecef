"""The rules of each place: read, set, reset, inherited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import PlaceId
from bot.domain.policy import PolicyPatch, resolve, strictest
from bot.domain.quotas import in_places

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, UserId
    from bot.domain.moderation.policy_change import PolicyChange, Touched, Undone
    from bot.domain.policy import Policy
    from bot.domain.ports import PolicyStore

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Policies:
    """Who asks for rules gets those in force at that moment: nothing is kept here."""

    def __init__(self, store: PolicyStore, defaults: Policy, now: Callable[[], datetime]) -> None:
        """Fall back to the operator's ``defaults`` where no place says otherwise."""
        self._store = store
        self.defaults = defaults
        self._now = now

    async def in_force(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Policy:
        """Return the policy for the innermost of ``places``, which come nearest first."""
        said = await self._store.patches(guild_id, places)
        return in_places(said, places, guild_id, self.defaults)

    async def strictest(self, guild_id: GuildId, known: Sequence[PlaceId]) -> Policy:
        """See PolicyBook.

        Each rule comes from one place. So it is enough to put each place that may stand between,
        alone, between those that are known and the guild.
        """
        said = dict(await self._store.patches_of_guild(guild_id))
        guild = said.pop(PlaceId(guild_id), PolicyPatch())
        sure = [said.pop(place) for place in known if place in said]
        chains = [[*sure, guild], *([*sure, between, guild] for between in said.values())]
        return strictest(resolve(chain, self.defaults) for chain in chains)

    async def said(
        self, guild_id: GuildId, places: Sequence[PlaceId]
    ) -> dict[PlaceId, PolicyPatch]:
        """Return what each of these places says itself, leaving out those that say nothing."""
        return dict(await self._store.patches(guild_id, places))

    async def said_in(self, guild_id: GuildId) -> dict[PlaceId, PolicyPatch]:
        """Return what each place of a server says itself, leaving out those that say nothing."""
        return dict(await self._store.patches_of_guild(guild_id))

    async def touched(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Touched | None:
        """Return who changed what any of these places says last; None if nobody did."""
        return await self._store.touched(guild_id, places)

    async def set(
        self, guild_id: GuildId, place: PlaceId, patch: PolicyPatch, *, by: UserId
    ) -> PolicyChange:
        """Let a place say what ``patch`` says, and all that it said otherwise."""
        change = await self._store.put(guild_id, place, patch, by=by, now=self._now())
        log.info("policy.set", guild=guild_id, place=place, by=by, **patch.set_fields())
        return change

    async def amend(
        self,
        guild_id: GuildId,
        place: PlaceId,
        change: Callable[[PolicyPatch], PolicyPatch],
        *,
        by: UserId,
    ) -> PolicyChange:
        """Let a place say what ``change`` makes of what it says; what that raises is raised."""
        made = await self._store.amend(guild_id, place, change, by=by, now=self._now())
        log.info("policy.amended", guild=guild_id, place=place, by=by, changed=made.rules)
        return made

    async def reset(self, guild_id: GuildId, place: PlaceId, *, by: UserId) -> PolicyChange:
        """Let a place inherit again."""
        change = await self._store.reset(guild_id, place, by=by, now=self._now())
        log.info("policy.reset", guild=guild_id, place=place, by=by, changed=change.rules)
        return change

    async def undo(self, guild_id: GuildId, entry_id: int, *, by: UserId) -> Undone | None:
        """Take a change back; None if there is none of this number in the server any more."""
        undone = await self._store.undo(guild_id, entry_id, by=by, now=self._now())
        if undone is not None:
            log.info("policy.undone", guild=guild_id, by=by, changed=undone.change.rules)
        return undone
