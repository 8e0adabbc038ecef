"""What is written while the message of a delivered job is made as its rows say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.domain.image import Image
    from bot.domain.moderation.revising import Lost


class RevisionStore(Protocol):
    """Decisions that are to be seen in a message: what came of that, each in one transaction."""

    async def told(self, job_id: JobId, before: Sequence[Image], after: Sequence[Image]) -> bool:
        """Note that a message shows ``after``, so that nothing of the job is left to be told.

        Returns whether its rows were still ``before``, and it was not deleted; if not, nothing is
        noted: what was decided meanwhile is yet to be told.
        """
        ...

    async def put_back(self, before: Image, after: Image, lost: Lost, *, at: datetime) -> None:
        """Have an image withheld that cannot be shown as it was decided; its case says why.

        What was approved, and may be shown another time, waits for a moderator again. Nothing is
        changed where the row is no longer ``before``.
        """
        ...

    async def lost(self, job_id: JobId, lost: Lost, *, at: datetime) -> None:
        """Note that a message will never show what was decided; the cases say so.

        Nothing is left to be told of the job then.
        """
        ...

    async def still_there(self, job_id: JobId, *, at: datetime) -> None:
        """Note that the message of a deleted job shows its images, and will; the cases say so.

        Where no image has a case, the audit says so. Nothing is left to be told of the job then.
        """
        ...

    async def decided_at(self, job_id: JobId) -> datetime | None:
        """Return when something was last decided about the images of a job, by any of them."""
        ...
