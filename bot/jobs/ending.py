"""How a job ends, other than well: the move is saved first, then the member is told."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot import metrics
from bot.domain.backoff import delay
from bot.domain.job import JobState
from bot.errors import DeliveryError, FailureKind, FilesRefusedError, MessageGoneError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.job import Job
    from bot.jobs.tools import Tools

Outcome = TypeVar("Outcome")

PATIENCE = timedelta(hours=24)
"""How long Discord may be away before we give up showing how a job ended."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def fail(tools: Tools, job: Job, kind: FailureKind, detail: str = "") -> Job | None:
    """End a job as failed; its message is yet to be told.

    Args:
        tools: What steps work with.
        job: The job as it stands.
        kind: Why, for the member's words.
        detail: The engine's own reason; shown to the member cleaned and cut.

    """
    log.warning("job.failed", kind=kind.value, detail=detail[:200])
    return await tools.saved(
        replace(
            job,
            state=JobState.FAILED,
            failure=kind,
            detail=detail[:200],
            ended_at=tools.clock.now(),
            shown=kind is FailureKind.MESSAGE_GONE,
        )
    )


async def show_end(tools: Tools, job: Job) -> None:
    """Tell the member how the job ended; nothing to do when the message is gone."""
    try:
        await insist(tools, lambda: tools.publisher.finish(job, None))
    except (MessageGoneError, FilesRefusedError) as error:
        log.info("message.lost", why=str(error))
    await tools.store.mark_shown(job.id)
    count_end(job)


async def insist(tools: Tools, act: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Do what Discord must take part in, again and again while it is away.

    Raises:
        MessageGoneError: nothing can be shown any more, or Discord stayed away for too long.
        FilesRefusedError: Discord does not take these files.

    """
    give_up_at = tools.clock.now() + PATIENCE
    for attempt in itertools.count(1):
        try:
            return await act()
        except (FilesRefusedError, MessageGoneError):
            raise
        except DeliveryError as error:
            if tools.clock.now() >= give_up_at:
                raise MessageGoneError("Discord did not take the final edit in time") from error
            wait = delay(attempt, chance=tools.clock.chance(), base=0.5, cap=30)
            log.warning("edit.failed", attempt=attempt, wait=round(wait, 1), why=str(error))
            await tools.clock.wait(wait)
    raise AssertionError("counting never ends")


def count_end(job: Job) -> None:
    """Count how a job ended."""
    metrics.JOBS_ENDED.labels(job.state.value, job.failure.value if job.failure else "").inc()
