"""Cases and the audit, in lists."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from bot.domain.entry import EntryKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.domain.appeal import Appeal
    from bot.domain.case import Case
    from bot.domain.casefile import Sought
    from bot.domain.entry import Entry
    from bot.domain.ids import CaseId, GuildId, JobId


class MemoryAuditStore:
    """An AuditStore that forgets everything with the test."""

    def __init__(self) -> None:
        self.told: list[Entry] = []
        self._numbers = count(1)

    async def add(self, entries: Sequence[Entry]) -> None:
        self.told += [replace(entry, id=next(self._numbers)) for entry in entries]


class MemoryCaseStore:
    """A CaseStore that forgets everything with the test."""

    def __init__(self, audit: MemoryAuditStore | None = None) -> None:
        self.audit = audit or MemoryAuditStore()
        self.cases: dict[CaseId, Case] = {}
        self.appeals: dict[CaseId, Appeal] = {}

    async def open(self, case: Case, entries: Sequence[Entry]) -> Case:
        kept = case.job_id and await self.of_image(case.job_id, case.image or 0)
        if not kept:
            here = [each for each in self.cases.values() if each.guild_id == case.guild_id]
            kept = replace(case, number=len(here) + 1)
        self.cases[kept.id] = kept
        await self.add(kept.id, entries)
        return kept

    async def add(self, case_id: CaseId, entries: Sequence[Entry]) -> Case | None:
        if case_id in self.cases:
            await self.audit.add([replace(entry, case_id=case_id) for entry in entries])
        return self.cases.get(case_id)

    async def get(self, case_id: CaseId) -> Case | None:
        return self.cases.get(case_id)

    async def numbered(self, guild_id: GuildId, number: int) -> Case | None:
        found = (it for it in self.cases.values() if (it.guild_id, it.number) == (guild_id, number))
        return next(found, None)

    async def of_image(self, job_id: JobId, image: int) -> Case | None:
        found = (it for it in self.cases.values() if (it.job_id, it.image) == (job_id, image))
        return next(found, None)

    async def waiting(
        self, guild_id: GuildId, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Case], int]:
        here = [it for it in self.cases.values() if it.guild_id == guild_id and it.is_open]
        return here[offset : offset + limit], len(here)

    async def sought(
        self, sought: Sought, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Case], int]:
        found = [it for it in self.cases.values() if self._is_sought(it, sought)]
        found.sort(key=lambda it: it.number, reverse=True)
        return found[offset : offset + limit], len(found)

    async def entries_of(
        self, case_ids: Collection[CaseId], kinds: Collection[EntryKind]
    ) -> Mapping[CaseId, Sequence[Entry]]:
        return {
            case_id: [it for it in self.audit.told if it.case_id == case_id and it.kind in kinds]
            for case_id in case_ids
        }

    def _is_sought(self, case: Case, sought: Sought) -> bool:
        appeal = self.appeals.get(case.id)
        is_open = case.is_open or (appeal is not None and appeal.is_granted is None)
        reported = any(
            it.case_id == case.id and it.kind is EntryKind.REPORTED and it.by == sought.concerns
            for it in self.audit.told
        )
        return (
            case.guild_id == sought.guild_id
            and sought.subject in {None, case.subject}
            and (sought.concerns in {None, case.subject} or reported)
            and sought.is_open in {None, is_open}
        )

    async def entries(self, case_id: CaseId) -> Sequence[Entry]:
        return [entry for entry in self.audit.told if entry.case_id == case_id]
