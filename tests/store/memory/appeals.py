"""Appeals and untold outcomes, beside the cases in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.moderation.appeal import Answered
from bot.domain.moderation.casefile import (
    CONTESTED,
    MEMBERS_READ,
    Telling,
    audience,
    is_lost,
    reason_of,
)
from bot.domain.moderation.entry import Entry, EntryKind
from bot.store.moderation.appeal_rows import entry_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.domain.ids import CaseId, UserId
    from bot.domain.moderation.appeal import Appeal
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.casefile import Posted
    from tests.store.memory.cases import MemoryCaseStore
    from tests.store.memory.shelf import Shelf


class MemoryAppealStore:
    """An AppealStore that forgets everything with the test."""

    def __init__(self, cases: MemoryCaseStore, shelf: Shelf) -> None:
        self._cases = cases
        self._shelf = shelf
        self._due: dict[CaseId, datetime] = {}

    async def ask(self, appeal: Appeal) -> bool:
        key = appeal.case_id
        if key in self._cases.appeals or key not in self._cases.cases:
            return False
        self._cases.appeals[key] = appeal
        self._due[key] = appeal.at
        entry = Entry(
            guild_id=appeal.guild_id, kind=EntryKind.APPEALED, at=appeal.at, by=appeal.member
        )
        await self._cases.add(key, [entry])
        return True

    async def of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Appeal]:
        return {key: it for key, it in self._cases.appeals.items() if key in case_ids}

    async def answer(
        self, case_id: CaseId, *, granted: bool, by: UserId, now: datetime
    ) -> Answered | None:
        appeal = self._cases.appeals.get(case_id)
        if appeal is None:
            return None
        if appeal.is_granted is not None:
            return Answered(appeal=appeal, is_first=False)
        appeal = replace(appeal, is_granted=granted, decided_by=by, decided_at=now)
        self._cases.appeals[case_id] = appeal
        self._due[case_id] = now
        case = self._cases.cases[case_id]
        is_contested = granted and case.decision in CONTESTED
        is_kept = is_contested and self._has_original(case, now)
        if is_kept:
            self._cases.cases[case_id] = replace(
                case, decision=None, decided_by=None, decided_at=None
            )
        answered = Answered(
            appeal=appeal, is_first=True, reopened=is_kept, gone=is_contested and not is_kept
        )
        await self._cases.add(case_id, [entry_of(answered)])
        return answered

    async def take(self, *, now: datetime, until: datetime) -> Appeal | None:
        due = sorted((at, key) for key, at in self._due.items() if at <= now)
        if not due:
            return None
        self._due[due[0][1]] = until
        return self._cases.appeals[due[0][1]]

    async def posted(self, appeal: Appeal, posted: Posted | None, *, now: datetime) -> None:
        known = self._cases.appeals[appeal.case_id]
        self._cases.appeals[appeal.case_id] = replace(known, posted=posted)
        self._due.pop(appeal.case_id, None)
        if posted is not None and known.is_granted != appeal.is_granted:
            self._due[appeal.case_id] = now

    def _has_original(self, case: Case, now: datetime) -> bool:
        if case.job_id is None or case.image is None:
            return False
        original = self._shelf.originals.get((case.job_id, case.image))
        return original is not None and original.expires_at > now


class MemoryTellingStore:
    """A TellingStore that forgets everything with the test."""

    def __init__(self, cases: MemoryCaseStore) -> None:
        self._cases = cases
        self._due: dict[tuple[int, UserId], datetime] = {}
        self._tries: dict[tuple[int, UserId], int] = {}
        self._ended: set[tuple[int, UserId]] = set()

    async def take(self, *, now: datetime, until: datetime) -> Telling | None:
        due = sorted(
            (self._due.get((entry.id, who), entry.at), entry.id, who, entry)
            for entry, who in self._untold()
            if self._due.get((entry.id, who), entry.at) <= now
        )
        if not due:
            return None
        _, number, who, first = due[0]
        tries = self._tries.get((number, who), 0)
        together = [
            entry
            for entry, member in self._untold()
            if member == who
            and entry.case_id == first.case_id
            and self._tries.get((entry.id, who), 0) == tries
        ]
        for entry in together:
            self._tries[entry.id, who] = tries + 1
            self._due[entry.id, who] = until
        case = self._cases.cases[first.case_id or ""]  # type: ignore[index] # it has one
        told = await self._cases.entries(case.id)
        read = [it for it in told if it.kind in MEMBERS_READ]
        return Telling(
            member=who,
            case=case,
            entries=tuple(together),
            tries=tries,
            reason=reason_of(read),
            is_lost=is_lost(told),
            is_appealed=case.id in self._cases.appeals,
        )

    async def later(self, telling: Telling, at: datetime) -> None:
        for entry in telling.entries:
            self._due[entry.id, telling.member] = at

    async def end(self, telling: Telling) -> None:
        self._ended |= {(entry.id, telling.member) for entry in telling.entries}

    def _untold(self) -> list[tuple[Entry, UserId]]:
        found = []
        for entry in self._cases.audit.told:
            case = self._cases.cases.get(entry.case_id) if entry.case_id else None
            if case is None:
                continue
            reporters = [
                it.by
                for it in self._cases.audit.told
                if it.case_id == case.id and it.kind is EntryKind.REPORTED and it.by is not None
                if it.id < entry.id
            ]
            found += [(entry, who) for who in audience(case, entry, reporters)]
        return [(entry, who) for entry, who in found if (entry.id, who) not in self._ended]
