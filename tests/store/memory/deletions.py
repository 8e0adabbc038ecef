"""The deletion of a job's images, in a dict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.event import Event, EventKind
from bot.domain.image import event_of, may_decide, treated
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.errors import UndeliveredError
from bot.store.jobs.deletions import deletion_of
from tests.store.memory.cases import MemoryCaseStore

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.event import Decision
    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from tests.store.memory.shelf import Shelf

KIND = EventKind.REMOVED


class MemoryDeletionStore:
    """A DeletionStore that forgets everything with the test."""

    def __init__(self, shelf: Shelf, cases: MemoryCaseStore | None = None) -> None:
        self._shelf = shelf
        self._cases = cases or MemoryCaseStore()

    async def delete(self, job_id: JobId, decision: Decision, *, until: datetime) -> Job | None:
        row = self._shelf.jobs.get(job_id)
        if row is not None and not row.job.state.is_final:
            raise UndeliveredError(f"job {job_id} is {row.job.state}")
        if row is None or row.job.state is not JobState.DELIVERED:
            return None
        if row.job.deleted_by is not None:
            return row.job
        rows = self._shelf.images.get(job_id, {})
        gone = [
            treated(image, Treatment.REMOVED, None)
            for image in rows.values()
            if may_decide(image, KIND)
        ]
        rows.update({image.number: image for image in gone})
        open_ones = {it.image for it in self._cases.cases.values() if it.is_open}
        for key in [(job_id, number) for number in rows if number not in open_ones]:
            self._shelf.originals.pop(key, None)
        whole = Event(job_id=job_id, kind=KIND, at=decision.at, by=decision.by, why=decision.why)
        self._shelf.events += [event_of(image, KIND, decision) for image in gone] or [whole]
        if not row.job.request.private:
            await self._cases.audit.add([deletion_of(row.job, decision, images=len(gone))])
        was_shown = row.job.shown
        row.job = replace(row.job, deleted_by=decision.by, shown=False)
        row.holder, row.leased_until = None, until
        return replace(row.job, shown=was_shown)
