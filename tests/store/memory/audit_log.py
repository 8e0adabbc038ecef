"""How far entries were told, in a dict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.moderation.audit import Told
from bot.domain.ports import LogBatch, News
from bot.store.moderation.audit_log import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId
    from tests.store.memory.cases import MemoryAuditStore


@dataclass(slots=True)
class _Cursor:
    told: int
    due: datetime
    taken: int | None = None


class MemoryAuditLogStore:
    """An AuditLogStore that forgets everything with the test."""

    def __init__(self, audit: MemoryAuditStore) -> None:
        self._audit = audit
        self._mark = 0
        self._cursors: dict[GuildId, _Cursor] = {}

    async def news(self) -> News | None:
        new = [entry for entry in self._audit.told if entry.id > self._mark]
        if not new:
            return None
        first = {entry.guild_id: entry.id for entry in reversed(new)}
        return News(after=self._mark, until=new[-1].id, first=first)

    async def note(self, news: News, wanted: Collection[GuildId], *, now: datetime) -> None:
        if news.after != self._mark:
            return
        self._mark = news.until
        for guild, first in news.first.items():
            if guild in wanted:
                self._cursors.setdefault(guild, _Cursor(first - 1, now))

    async def take(self, *, now: datetime, until: datetime, limit: int) -> Sequence[LogBatch]:
        due = [guild for guild, it in self._cursors.items() if it.due <= now][:limit]
        batches = [LogBatch(guild_id=guild, told=self._next(guild)) for guild in due]
        for batch in batches:
            cursor = self._cursors[batch.guild_id]
            if batch.told:
                cursor.taken, cursor.due = batch.told[-1].entry.id, until
            else:
                del self._cursors[batch.guild_id]
        return [batch for batch in batches if batch.told]

    async def done(self, batch: LogBatch, *, due: datetime) -> None:
        self._cursors[batch.guild_id] = _Cursor(batch.told[-1].entry.id, due)

    async def postpone(self, guild_id: GuildId, *, due: datetime) -> None:
        self._cursors[guild_id].due = due

    async def skip(self, guild_id: GuildId, *, due: datetime) -> None:
        self._cursors[guild_id] = _Cursor(self._mark, due)

    def _next(self, guild: GuildId) -> list[Told]:
        cursor = self._cursors[guild]
        last = self._mark if cursor.taken is None else cursor.taken
        mine = [it for it in self._audit.told if it.guild_id == guild]
        return [Told(entry=it) for it in mine if cursor.told < it.id <= last][:TOGETHER]
