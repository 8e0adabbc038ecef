"""What each job shows, in a dict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.attachments import posted
from bot.domain.event import EventKind
from bot.domain.image import event_of, treated
from bot.domain.job import JobState
from bot.domain.verdict import Treatment

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
        self._shelf.images[job_id] = {image.number: image for image in images}
        self._shelf.forget_originals(job_id)
        self._shelf.originals.update({(job_id, kept.number): kept for kept in originals})
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
        if changed and original:
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
        rows = self._shelf.images.get(job_id, {})
        image = rows.get(number)
        if image is None or image.judged.treatment is Treatment.REMOVED:
            return None
        changed = treated(image, treatment or image.judged.treatment, file)
        rows[number] = changed
        self._shelf.events.append(event_of(changed, kind, decision))
        return changed
