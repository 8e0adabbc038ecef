"""The limits of roles in a database that no other process uses, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.domain.ids import GuildId, RoleId, UserId
    from bot.domain.ports import TierChange, TierStore
    from bot.domain.tier import Limits


class RememberedTiers:
    """A TierStore in front of another, which nobody else may change."""

    def __init__(self, store: TierStore) -> None:
        """Ask ``store`` for what is not remembered."""
        self._store = store
        self._known = Remembered(store.of_guild)

    async def of_guild(self, guild_id: GuildId) -> Mapping[RoleId, Limits]:
        """See TierStore."""
        return await self._known.of(guild_id)

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
        """See TierStore."""
        act = self._store.amend(guild_id, role, change, by=by, now=now, undoes=undoes)
        return await self._known.change(guild_id, act)
