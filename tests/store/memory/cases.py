"""Cases and the audit, in lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from bot.domain.moderation.audit import MOST_COUNTED, Told
from bot.domain.moderation.case import CaseKind
from bot.domain.moderation.entry import EntryKind
from bot.store.moderation.cards import GATHER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, JobId
    from bot.domain.moderation.appeal import Appeal
    from bot.domain.moderation.audit import Sought
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.casefile import CaseSearch
    from bot.domain.moderation.entry import Entry


@dataclass(slots=True)
class CardRow:
    """The card of a case."""

    version: int = 1
    due_at: datetime | None = None
    leased_until: datetime | None = None
    begun_at: datetime | None = None
    channel_id: int | None = None
    message_id: int | None = None
    shows_original: bool = False


class MemoryAuditStore:
    """An AuditStore that forgets everything with the test."""

    def __init__(self) -> None:
        self.told: list[Entry] = []
        self.numbers: dict[CaseId, int] = {}
        """Of cases, by their ids."""
        self._numbers = count(1)

    async def add(self, entries: Sequence[Entry]) -> None:
        self.told += [replace(entry, id=next(self._numbers)) for entry in entries]

    async def one(self, guild_id: GuildId, number: int) -> Entry | None:
        return next((it for it in self.told if (it.guild_id, it.id) == (guild_id, number)), None)

    async def page(
        self, sought: Sought, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Told], int]:
        found = self._found(sought)
        return found[offset : offset + limit], min(len(found), MOST_COUNTED + 1)

    async def piece(
        self, sought: Sought, *, limit: int, before: Entry | None = None
    ) -> Sequence[Told]:
        last = None if before is None else (before.at, before.id)
        found = self._found(sought)
        return [it for it in found if last is None or _order(it.entry) < last][:limit]

    def _found(self, sought: Sought) -> list[Told]:
        mine = sorted((it for it in self.told if _is_sought(it, sought)), key=_order, reverse=True)
        return [
            Told(entry=it, case=self.numbers.get(it.case_id) if it.case_id else None) for it in mine
        ]


def _order(entry: Entry) -> tuple[datetime, int]:
    return entry.at, entry.id


def _is_sought(entry: Entry, sought: Sought) -> bool:
    return all(
        (
            entry.guild_id == sought.guild_id,
            sought.member is None or sought.member in {entry.by, entry.member},
            sought.moderator in {None, entry.by},
            sought.place in {None, entry.place},
            not sought.kinds or entry.kind in sought.kinds,
            sought.since is None or entry.at >= sought.since,
            sought.until is None or entry.at < sought.until,
        )
    )


class MemoryCaseStore:
    """A CaseStore that forgets everything with the test."""

    def __init__(self, audit: MemoryAuditStore | None = None) -> None:
        self.audit = audit or MemoryAuditStore()
        self.cases: dict[CaseId, Case] = {}
        self.appeals: dict[CaseId, Appeal] = {}
        self.cards: dict[CaseId, CardRow] = {}
        self._last: Counter[GuildId] = Counter()

    def touch(self, case_id: CaseId, at: datetime) -> None:
        """Have the card of a case shown anew."""
        if row := self.cards.get(case_id):
            row.version += 1
            row.due_at = min(row.due_at or at, at)

    async def open(self, case: Case, entries: Sequence[Entry]) -> Case:
        kept = case.job_id and await self.of_image(case.job_id, case.image or 0)
        if not kept:
            self._last[case.guild_id] += 1
            kept = replace(case, number=self._last[case.guild_id])
        self.cases[kept.id] = kept
        self.audit.numbers[kept.id] = kept.number
        await self.add(kept.id, entries)
        if kept.kind is CaseKind.IMAGE and kept.id in self.cards:
            self.touch(kept.id, case.opened_at + GATHER)
        elif kept.kind is CaseKind.IMAGE:
            self.cards[kept.id] = CardRow(due_at=case.opened_at)
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
        self, sought: CaseSearch, *, limit: int, offset: int = 0
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

    def _is_sought(self, case: Case, sought: CaseSearch) -> bool:
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
