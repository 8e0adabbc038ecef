"""What each job shows, in a dict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.attachments import posted
from bot.domain.event import EventKind
from bot.domain.image import event_of, may_decide, may_keep, treated
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.errors import UndeliveredError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.attachments import Attached
    from bot.domain.event import Decision, Event
    from bot.domain.ids import JobId
    from bot.domain.image import Image, ImageFile, Original
    from tests.store.memory.shelf import Shelf


class MemoryImageStore:
    """An ImageStore that forgets everything with the test; a subclass may make it fail."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def write(
        self,
        job_id: JobId,
        images: Sequence[Image],
        originals: Sequence[Original],
        events: Sequence[Event],
        *,
        holder: str,
    ) -> bool:
        row = self._shelf.jobs.get(job_id)
        if row is None or row.holder != holder or row.job.state is not JobState.DELIVERING:
            return False
        if events and self._is_told(events[0]):
            return True
        self._shelf.images[job_id] = {image.number: image for image in images}
        self._shelf.forget_originals(job_id)
        keepable = {image.number for image in images if may_keep(image)}
        for original in originals:
            if original.number in keepable and not row.job.request.private:
                self._shelf.originals[job_id, original.number] = original
        self._shelf.events += events
        return True

    async def of(self, job_id: JobId) -> Sequence[Image]:
        return [image for _, image in sorted(self._shelf.images.get(job_id, {}).items())]

    async def swap(
        self, job_id: JobId, number: int, file: ImageFile, decision: Decision
    ) -> Image | None:
        return self._decide(job_id, number, EventKind.SWAPPED, None, file, decision)

    async def withhold(
        self,
        job_id: JobId,
        number: int,
        file: ImageFile | None,
        decision: Decision,
        *,
        original: Original | None = None,
    ) -> Image | None:
        treatment = Treatment.HELD if file is None else Treatment.BLURRED
        changed = self._decide(job_id, number, EventKind.WITHHELD, treatment, file, decision)
        is_private = changed and self._shelf.jobs[job_id].job.request.private
        if changed and original and may_keep(changed) and not is_private:
            self._shelf.originals[job_id, number] = original
        return changed

    async def show(
        self, job_id: JobId, number: int, file: ImageFile, decision: Decision
    ) -> Image | None:
        return self._decide(job_id, number, EventKind.SHOWN, Treatment.SHOWN, file, decision)

    async def remove(self, job_id: JobId, number: int, decision: Decision) -> Image | None:
        treatment = Treatment.REMOVED
        changed = self._decide(job_id, number, EventKind.REMOVED, treatment, None, decision)
        self._shelf.originals.pop((job_id, number), None)
        return changed

    async def attached(self, job_id: JobId, attached: Attached) -> None:
        rows = self._shelf.images.get(job_id, {})
        rows.update({image.number: image for image in posted(rows.values(), attached)})

    def _decide(
        self,
        job_id: JobId,
        number: int,
        kind: EventKind,
        treatment: Treatment | None,
        file: ImageFile | None,
        decision: Decision,
    ) -> Image | None:
        row = self._shelf.jobs.get(job_id)
        if row is not None and not row.job.state.is_final:
            raise UndeliveredError(f"job {job_id} is {row.job.state}")
        rows = self._shelf.images.get(job_id, {})
        image = rows.get(number)
        if row is None or image is None or row.job.state is not JobState.DELIVERED:
            return None
        changed = treated(image, treatment or image.judged.treatment, file)
        told = event_of(changed, kind, decision)
        if self._is_told(told):
            return image
        if not may_decide(image, kind):
            return None
        rows[number] = changed
        self._shelf.events.append(told)
        return changed

    def _is_told(self, event: Event) -> bool:
        return any(
            (it.job_id, it.image, it.kind, it.at, it.by)
            == (event.job_id, event.image, event.kind, event.at, event.by)
            for it in self._shelf.events
        )
