"""Old entries, in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.moderation.entry import EntryKind
from bot.domain.ports import Swept

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId
    from tests.store.memory.cases import MemoryCaseStore

ANSWERS = {EntryKind.APPEAL_GRANTED, EntryKind.APPEAL_REFUSED}


class MemoryRetentionStore:
    """A RetentionStore that forgets everything with the test."""

    def __init__(self, cases: MemoryCaseStore) -> None:
        self._cases = cases
        self._audit = cases.audit

    async def guild_after(self, guild_id: GuildId | None) -> GuildId | None:
        guilds = {entry.guild_id for entry in self._audit.told}
        return min((it for it in guilds if guild_id is None or it > guild_id), default=None)

    async def expire(
        self, guild_id: GuildId, *, before: datetime, limit: int, after: Swept | None = None
    ) -> Swept | None:
        last = None if after is None else (after.at, after.entry)
        old = sorted(
            (
                it
                for it in self._audit.told
                if it.guild_id == guild_id
                and it.at < before
                and (last is None or (it.at, it.id) > last)
            ),
            key=lambda it: (it.at, it.id),
        )[:limit]
        for entry in old:
            if entry.case_id is None or not self._is_open(entry.case_id):
                self._audit.told.remove(entry)
        told = {it.case_id for it in self._audit.told}
        for case_id in {it.case_id for it in old if it.case_id} - told:
            del self._cases.cases[case_id]
            del self._audit.numbers[case_id]
        return Swept(at=old[-1].at, entry=old[-1].id) if old else None

    def _is_open(self, case_id: CaseId) -> bool:
        kinds = {entry.kind for entry in self._audit.told if entry.case_id == case_id}
        is_appealed = EntryKind.APPEALED in kinds and not kinds & ANSWERS
        return self._cases.cases[case_id].is_open or is_appealed
