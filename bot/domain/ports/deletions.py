"""What is written when somebody has the images of a job deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.event import Decision
    from bot.domain.ids import JobId
    from bot.domain.job import Job


class DeletionStore(Protocol):
    """Results that are no longer to be shown; their rows stay."""

    async def delete(self, job_id: JobId, decision: Decision, *, until: datetime) -> Job | None:
        """Have all images of a delivered job taken away, in one transaction; return it as it is.

        Each image is removed, with its event, and its original forgotten, unless its case waits for
        a moderator: then it has its time. Of a job without rows, which an older version delivered,
        the event is about all of it. Moderators find one entry, but none of a private result. The
        message is no longer taken to show the end: whoever deletes has until ``until`` to tell it,
        then others do. What is returned is ``shown`` if it was before: else somebody may just be
        showing what was decided, and only who stays with the message can have the last word.

        What is deleted already stays as it was deleted. None where there is nothing to delete:
        there is no such job, or it ended without images.

        Args:
            job_id: Of the job.
            decision: Who decides, which is a member, when and why.
            until: When somebody else may tell it.

        Raises:
            UndeliveredError: its images are still to come.

        """
        ...
