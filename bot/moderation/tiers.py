"""The limits of roles: who has which, and what follows for a member."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import RoleId
from bot.domain.tier import NO_LIMITS, over, read, taken_back, without

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, UserId
    from bot.domain.moderation.entry import Entry
    from bot.domain.policy import Policy
    from bot.domain.ports import TierChange, TierStore
    from bot.domain.tier import Limits

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Tiers:
    """Who asks gets what holds at that moment: nothing is kept here."""

    def __init__(self, store: TierStore, now: Callable[[], datetime]) -> None:
        """Keep them in ``store``."""
        self._store = store
        self._now = now

    async def of_guild(self, guild_id: GuildId) -> Mapping[RoleId, Limits]:
        """Return the limits of every role that has some."""
        return await self._store.of_guild(guild_id)

    async def held(self, guild_id: GuildId, roles: Collection[int]) -> Mapping[RoleId, Limits]:
        """Return those of these roles that have limits; a role that is gone nobody has."""
        if not roles or {*roles} <= {guild_id}:
            return {}
        there = await self._store.of_guild(guild_id)
        return {role: limits for role, limits in there.items() if role in roles}

    async def over(self, policy: Policy, guild_id: GuildId, roles: Collection[int]) -> Policy:
        """Return a place's policy for a member who has these roles."""
        held = await self.held(guild_id, roles)
        return over(policy, list(held.values())) if held else policy

    async def set(
        self, guild_id: GuildId, role: RoleId, limits: Limits, *, by: UserId
    ) -> TierChange:
        """Give a role some limits beside those that it has.

        Raises:
            RefusedError: too many roles have limits.

        """

        def changed(before: Limits) -> Limits:
            return {**before, **limits}

        return await self._amend(guild_id, role, changed, by)

    async def remove(
        self, guild_id: GuildId, role: RoleId, name: str | None, *, called: str, by: UserId
    ) -> TierChange:
        """Take one limit from a role, or all that it has.

        Raises:
            RefusedError: it has none such; it is ``called`` so there.

        """

        def changed(before: Limits) -> Limits:
            return without(before, name, called)

        return await self._amend(guild_id, role, changed, by)

    async def undo(self, entry: Entry, *, by: UserId) -> tuple[RoleId, TierChange, Sequence[str]]:
        """Take back what an entry tells of; return whose limits, the change, and what stays."""
        role, (before, after) = RoleId(int(str(entry.details["role"]))), _told(entry)
        stays: tuple[str, ...] = ()

        def changed(limits: Limits) -> Limits:
            nonlocal stays
            back, stays = taken_back(limits, before, after)
            return back

        made = await self._amend(entry.guild_id, role, changed, by, undoes=entry.id)
        return role, made, stays

    async def clear(self, guild_id: GuildId, existing: Collection[int], *, by: UserId) -> int:
        """Forget the limits of all roles but the ``existing`` ones; return of how many."""
        gone = [role for role in await self._store.of_guild(guild_id) if role not in existing]
        for role in gone:
            await self._amend(guild_id, RoleId(role), lambda _: NO_LIMITS, by)
        return len(gone)

    async def _amend(
        self,
        guild_id: GuildId,
        role: RoleId,
        change: Callable[[Limits], Limits],
        by: UserId,
        *,
        undoes: int | None = None,
    ) -> TierChange:
        now = self._now()
        made = await self._store.amend(guild_id, role, change, by=by, now=now, undoes=undoes)
        log.info("tier.changed", guild=guild_id, role=role, by=by, limits=[*made.after])
        return made


def _told(entry: Entry) -> tuple[Limits, Limits]:
    """Return what a role had before and after a change."""
    said = (entry.details.get(when) for when in ("before", "after"))
    before, after = (read(it) if isinstance(it, dict) else NO_LIMITS for it in said)
    return before, after
