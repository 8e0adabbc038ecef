"""Takes the images of a result away for good: in the database first, then from its message."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.domain.event import Decision
from bot.errors import RefusedError, UndeliveredError
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.ids import UserId
    from bot.domain.job import Job
    from bot.domain.ports import DeletionStore
    from bot.jobs.clock import Clock

TELLING = timedelta(seconds=30)
"""In which nobody else tells a deletion: whoever pressed has it told by then."""

PATIENCE = 1.2
"""Seconds that a result which is just being posted is waited for; an answer counts for 3 s."""

LOOK_AGAIN = 0.1

NOTHING = text("delete.nothing")
TOO_EARLY = text("delete.too_early")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Deletions:
    """Deletes results; the rows of their images stay, as removed.

    A job that was deleted counts as not told: whoever shows it says so by ``Jobs.cancel_told``,
    and what nobody says is taken up by the jobs, after a crash too.
    """

    def __init__(self, store: DeletionStore, clock: Clock) -> None:
        """Write to ``store``."""
        self._store = store
        self._clock = clock

    async def delete(self, job: Job, *, by: UserId) -> Job:
        """Delete the images of a job for somebody who may; return it as it is now.

        What is deleted already is returned as it was deleted, so that it can be shown again.

        Raises:
            RefusedError: it has no images, or they are only now being posted.

        """
        why = "deleted by who asked" if by == job.user_id else "deleted by a moderator"
        decision = Decision(at=self._clock.now(), by=by, why=why)
        deleted = await self._decided(job, decision)
        if deleted is None:
            raise RefusedError(NOTHING)
        log.info("job.deleted", job=job.id, by=deleted.deleted_by)
        return deleted

    async def _decided(self, job: Job, decision: Decision) -> Job | None:
        """Decide once the job has ended: before, its end would write over what was decided."""
        begun = self._clock.steady()
        while True:
            try:
                return await self._store.delete(job.id, decision, until=decision.at + TELLING)
            except UndeliveredError as error:
                if self._clock.steady() - begun >= PATIENCE:
                    raise RefusedError(TOO_EARLY) from error
            await self._clock.wait(LOOK_AGAIN)
