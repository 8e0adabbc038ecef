"""The limits of roles, in a dict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.store.moderation.tiers import changed, told
from tests.store.memory.cases import MemoryAuditStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.domain.ids import GuildId, RoleId, UserId
    from bot.domain.ports import TierChange
    from bot.domain.tier import Limits


class MemoryTierStore:
    """A TierStore that forgets everything with the test."""

    def __init__(self) -> None:
        self.audit = MemoryAuditStore()
        self._tiers: dict[GuildId, dict[RoleId, Limits]] = {}

    async def of_guild(self, guild_id: GuildId) -> Mapping[RoleId, Limits]:
        return dict(self._tiers.get(guild_id, {}))

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
        there = self._tiers.setdefault(guild_id, {})
        made = changed(there, role, change)
        if made.before != made.after:
            there.pop(role, None)
            if made.after:
                there[role] = made.after
            await self.audit.add([told(guild_id, role, made, by=by, now=now, undoes=undoes)])
            return replace(made, entry=self.audit.told[-1].id)
        return made
