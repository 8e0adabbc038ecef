"""Where is kept what each job shows, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.attachments import Attached
    from bot.domain.event import Decision, Event
    from bot.domain.ids import JobId
    from bot.domain.image import Image, ImageFile, Original


class ImageStore(Protocol):
    """The images of jobs. What is decided about one stands here before it is shown.

    A decision is one transaction with its event. It returns the row as it is now, or None where
    nothing is left to decide about: there is no such image, its job showed none, or it is gone.
    What was removed, refused or missing stays so. The same decision again, to the microsecond,
    changes nothing: whoever got no answer may ask again.

    Until a job has ended, a decision raises UndeliveredError: that end would write
    over it. It is to be taken again a little later.

    No original is kept of a private or failed job, of an image that was refused or whose rule
    says ``refuse``, nor of one that is not ``keepable``, whatever a caller gives.
    """

    async def write(
        self,
        job_id: JobId,
        images: Sequence[Image],
        originals: Sequence[Original],
        events: Sequence[Event],
        *,
        holder: str,
    ) -> bool:
        """Write all images of a job that is being delivered, in the place of what was written.

        The same events again change nothing: the answer of the first time was lost.

        Returns whether ``holder`` still holds it; if not, nothing is written.

        Raises:
            StoreRefusedError: no database keeps this.

        """
        ...

    async def of(self, job_id: JobId) -> Sequence[Image]:
        """Return a job's images in order; none where none was ever to be shown."""
        ...

    async def swap(
        self, job_id: JobId, number: int, file: ImageFile, decision: Decision
    ) -> Image | None:
        """Have another file of an image shown, treated as it was."""
        ...

    async def withhold(
        self,
        job_id: JobId,
        number: int,
        file: ImageFile | None,
        decision: Decision,
        *,
        original: Original | None = None,
    ) -> Image | None:
        """Have an image blurred, to ``file``, or held with none; keep its original if given."""
        ...

    async def show(
        self, job_id: JobId, number: int, file: ImageFile, decision: Decision
    ) -> Image | None:
        """Have an image shown as it is."""
        ...

    async def remove(self, job_id: JobId, number: int, decision: Decision) -> Image | None:
        """Have an image taken away, and forget its original."""
        ...

    async def attached(self, job_id: JobId, attached: Attached) -> None:
        """Note what the message shows after an edit was taken: ids by file name."""
        ...
