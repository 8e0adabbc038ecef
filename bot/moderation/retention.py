"""Forgets what happened longer ago than each server wants it known."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import PlaceId

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.domain.ids import GuildId
    from bot.domain.ports import PolicyBook, RetentionStore

TOGETHER = 200
"""Entries that are looked at in one transaction: on SQLite all others wait meanwhile."""

SECONDS = 3600.0
"""Between two rounds through all servers: what is kept is kept for days."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Retention:
    """Goes from server to server; nothing is kept here, so that any process may do it."""

    def __init__(
        self, store: RetentionStore, policies: PolicyBook, now: Callable[[], datetime]
    ) -> None:
        """Delete from ``store`` by ``policies``."""
        self._store = store
        self._policies = policies
        self._now = now

    async def sweep(self) -> None:
        """Go through all servers once."""
        guild_id = await self._store.guild_after(None)
        while guild_id is not None:
            await self._sweep(guild_id)
            guild_id = await self._store.guild_after(guild_id)

    async def _sweep(self, guild_id: GuildId) -> None:
        policy = await self._policies.in_force(guild_id, [PlaceId(guild_id)])
        before = self._now() - timedelta(days=policy.retention_days)
        swept = await self._store.expire(guild_id, before=before, limit=TOGETHER)
        if swept is None:
            return
        while swept is not None:
            swept = await self._store.expire(guild_id, before=before, limit=TOGETHER, after=swept)
        log.info("audit.swept", guild=guild_id, days=policy.retention_days)
