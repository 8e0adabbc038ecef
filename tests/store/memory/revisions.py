"""What becomes of messages that are made as their rows say, in dicts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.event import DECIDED, Decision, EventKind
from bot.domain.image import event_of
from bot.domain.job import JobState
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.revising import PUT_BACK, Lost, unseen
from bot.store.moderation.revisions import lost_deletion
from tests.store.memory.cases import MemoryCaseStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.domain.image import Image
    from tests.store.memory.shelf import Shelf


def untell(shelf: Shelf, job_id: JobId) -> None:
    """Have the message of a job made as its rows say."""
    row = shelf.jobs[job_id]
    if row.job.state is JobState.DELIVERED and row.job.deleted_by is None:
        row.job = replace(row.job, shown=False)


class MemoryRevisionStore:
    """A RevisionStore that forgets everything with the test."""

    def __init__(self, shelf: Shelf, cases: MemoryCaseStore | None = None) -> None:
        self._shelf = shelf
        self.cases = cases or MemoryCaseStore()

    async def told(self, job_id: JobId, before: Sequence[Image], after: Sequence[Image]) -> bool:
        if self._rows(job_id) != list(before):
            return False
        self._put(after)
        self._mark_shown(job_id)
        return True

    async def put_back(self, before: Image, after: Image, lost: Lost, *, at: datetime) -> None:
        if before in (self._rows(before.job_id) or ()):
            self._put([after])
            decision = Decision(at=at, why=f"lost: {lost}")
            self._shelf.events.append(event_of(after, EventKind.WITHHELD, decision))
            await self._tell([after], lost, at)
            await self._reopen(after, at)

    async def lost(self, job_id: JobId, lost: Lost, *, at: datetime) -> None:
        rows = self._rows(job_id)
        if rows is not None:
            await self._tell(unseen(rows, lost), lost, at)
            self._mark_shown(job_id)

    async def still_there(self, job_id: JobId, *, at: datetime) -> None:
        job = self._shelf.jobs[job_id].job
        if job.deleted_by is not None:
            rows = [image for _, image in sorted(self._shelf.images.get(job_id, {}).items())]
            told = len(self.cases.audit.told)
            await self._tell(unseen(rows, Lost.CLOSED), Lost.CLOSED, at)
            if len(self.cases.audit.told) == told and not job.request.private:
                await self.cases.audit.add([lost_deletion(job, at)])
            self._mark_shown(job_id)

    async def decided_at(self, job_id: JobId) -> datetime | None:
        told = [
            it.at
            for it in self._shelf.events
            if it.job_id == job_id and it.kind in DECIDED and not it.why.startswith(PUT_BACK)
        ]
        cases = [it.decided_at for it in self.cases.cases.values() if it.job_id == job_id]
        return max((*told, *(it for it in cases if it is not None)), default=None)

    def _rows(self, job_id: JobId) -> list[Image] | None:
        row = self._shelf.jobs.get(job_id)
        if row is None or row.job.deleted_by is not None:
            return None
        return [image for _, image in sorted(self._shelf.images.get(job_id, {}).items())]

    def _put(self, images: Iterable[Image]) -> None:
        for image in images:
            self._shelf.images[image.job_id][image.number] = image

    def _mark_shown(self, job_id: JobId) -> None:
        row = self._shelf.jobs[job_id]
        row.write(replace(row.job, shown=True))
        row.give_back()

    async def _reopen(self, image: Image, at: datetime) -> None:
        case = await self.cases.of_image(image.job_id, image.number)
        kept = self._shelf.originals.get((image.job_id, image.number))
        is_approved = case is not None and case.decision is EntryKind.APPROVED
        if case is not None and is_approved and kept is not None and kept.expires_at > at:
            waits = replace(case, decision=None, decided_by=None, decided_at=None)
            self.cases.cases[case.id] = waits

    async def _tell(self, gone: Sequence[Image], lost: Lost, at: datetime) -> None:
        for image in gone:
            case = await self.cases.of_image(image.job_id, image.number)
            if case is not None:
                entry = Entry(
                    guild_id=case.guild_id,
                    kind=EntryKind.LOST,
                    at=at,
                    member=case.subject,
                    place=case.place,
                    job_id=image.job_id,
                    image=image.number,
                    details={"lost": lost.value},
                )
                await self.cases.add(case.id, [entry])
