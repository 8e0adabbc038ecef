"""Jobs by what leads to them, other than their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import JobId
    from bot.domain.job import Job


class JobFinder(Protocol):
    """Finds jobs."""

    async def of_message(self, message_id: int) -> Job | None:
        """Return the job whose status message, and so whose result, a message is; or None."""
        ...

    async def made_from(self, job_id: JobId, limit: int) -> Sequence[Job]:
        """Return the oldest ``limit`` jobs that were made of a job's result by a button.

        Only those that everybody may be led to: delivered, not private, and not deleted.
        """
        ...
