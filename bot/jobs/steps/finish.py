"""How a job ends, other than well: the move is saved first, then the member is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain import attachments
from bot.domain.capabilities import Detection
from bot.domain.ids import recognisable
from bot.domain.job import ANSWER_PATIENCE, JobState
from bot.domain.judging import Bench
from bot.domain.moderation.review import needs_review
from bot.domain.moderation.revising import time_left
from bot.domain.rejudging import rejudged
from bot.domain.verdict import Judge
from bot.errors import (
    DeliveryError,
    FilesRefusedError,
    MessageGoneError,
    OutOfReachError,
    ThreadClosedError,
)
from bot.failure_kinds import FailureKind
from bot.jobs.insisting import PATIENCE, insist, settle
from bot.jobs.steps.outcome import Done, moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.jobs.steps.outcome import Moved
    from bot.jobs.tools import Tools

DETAIL = 200
"""Characters of the engine's own reason that are kept."""

_REPLACES = frozenset({FailureKind.SWITCHED_OFF, FailureKind.MESSAGE_GONE})
"""Why a job may fail whose images are already shown."""

_CANNOT_BE_TOLD = frozenset({FailureKind.MESSAGE_GONE, FailureKind.UNANSWERED})

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def fail(
    tools: Tools, job: Job, kind: FailureKind, detail: str = "", *, may_stay: bool = True
) -> Moved | Done:
    """End a job as failed; its message is yet to be told.

    A job that was being posted may have been: a crash came between the edit and the save.
    What its message shows is looked at first, since images that may be seen are never replaced
    by a failure.

    Args:
        tools: What steps work with.
        job: The job as it stands.
        kind: Why, for the member's words.
        detail: The engine's own reason; shown to the member cleaned and cut.
        may_stay: Whether images of its that are shown already may be.

    """
    if job.state is JobState.DELIVERING and may_stay and kind not in _REPLACES:
        try:
            shown = await found_posted(tools, job)
            if shown is not None:
                await settle_delivered(tools, job, shown)
                return Done()
        except MessageGoneError as error:
            kind, detail = FailureKind.MESSAGE_GONE, str(error)
    return moved(await _saved_failed(tools, job, kind, detail[:DETAIL]))


async def _saved_failed(tools: Tools, job: Job, kind: FailureKind, detail: str) -> Job | None:
    task = recognisable(job.task_id)
    log.warning("job.failed", kind=kind.value, detail=detail, engine=job.engine, task=task)
    failed = await tools.saved(
        replace(
            job,
            state=JobState.FAILED,
            failure=kind,
            detail=detail,
            ended_at=tools.clock.now(),
            shown=kind in _CANNOT_BE_TOLD,
            cost=job.cost if was_sent(job) else None,
        )
    )
    if failed:
        tools.leftovers.add(failed)
        if failed.shown:
            count_end(failed)
    return failed


def was_sent(job: Job) -> bool:
    """Whether an engine may have charged for a job, whatever became of it."""
    return job.task_id is not None or job.submits_lost > 0


async def found_posted(tools: Tools, job: Job) -> tuple[Image, ...] | None:
    """Look whether the message of a job that is being posted shows its images, and still may.

    Returns the rows as it shows them, or None when it does not or may not; a job posted by a
    Darkroom that wrote none has none. Rows say what was to be shown last, not what is: a
    correction may have been written and not sent. So what is there is held against the policy.

    Raises:
        MessageGoneError: it is gone, or cannot be seen for too long.

    """
    attached = await insist(tools, lambda: tools.publisher.shows_end(job))
    if attached is None:
        return None
    images = await tools.patiently(lambda: tools.images.of(job.id))
    policy = await tools.policy(job)
    remembered = await tools.remembered(job)
    treatments = {
        image.number: rejudged(
            job,
            image,
            policy,
            _bench(tools, job, image),
            resembles=remembered.like(image.fingerprint),
        ).treatment
        for image in images
    }
    if not policy.enabled or (images and not attachments.may_stay(job.id, attached, treatments)):
        log.info("message.may_not_stay", files=sorted(attached))
        return None
    return attachments.found(images, attached)


def _bench(tools: Tools, job: Job, image: Image) -> Bench:
    """Return whose word counts; of an engine that is gone, the row tells what it said."""
    if (now := tools.bench_of_job(job)) is not None:
        return now
    by_detector = image.judged.judge is Judge.DETECTOR
    return Bench(Detection.NONE if by_detector else Detection.CONFIDENCE, tools.judging)


async def settle_delivered(tools: Tools, job: Job, images: Sequence[Image]) -> None:
    """Save that a job is delivered, and its message says so and shows ``images``."""
    ended = replace(job, state=JobState.DELIVERED, ended_at=tools.clock.now(), shown=True)
    if await tools.saved(ended, images=images):
        if any(needs_review(job, image) for image in images):
            tools.to_review.set()
        tools.leftovers.add(ended)
        count_end(ended)


async def show_end(tools: Tools, job: Job) -> None:
    """Tell how a job ended, or that it was deleted; nothing to do when the message is gone."""

    async def tell() -> None:
        await tools.leases.sure()
        await tools.publisher.landed(job.id)
        try:
            await tools.publisher.finish(job, await tools.publisher.prepare(job, None))
        except OutOfReachError as error:
            if job.deleted_by is None:
                raise
            # It still shows what was there, to whom it is not hidden: like a closed thread's.
            raise ThreadClosedError(str(error)) from error

    async def tell_insistently() -> None:
        left = PATIENCE if job.deleted_by is None else await closed_for(tools, job)
        await insist(tools, tell, closed_for=left, bell=tools.doors.of(job.guild_id))

    try:
        job = await _with_its_message(tools, job)
        await tell_insistently()
        await settle(tools, job, None, tell_insistently)
    except (MessageGoneError, FilesRefusedError) as error:
        log.info("message.lost", why=str(error))
    except ThreadClosedError as error:
        log.warning("message.out_of_reach", why=str(error))
        await _say_still_there(tools, job)
    await tools.shown(job)
    if job.deleted_by is None:  # its end was counted when it was delivered
        count_end(job)


async def _with_its_message(tools: Tools, job: Job) -> Job:
    """Return a job whose message is known: it may have ended before its answer was noted.

    Raises:
        MessageGoneError: there is none.

    """
    if job.address.message_id is not None or job.failure in _CANNOT_BE_TOLD:
        return job
    begun = tools.clock.steady()

    async def find() -> int:
        found = await tools.publisher.find_message(job)
        if found is not None:
            return found
        if tools.clock.steady() - begun < ANSWER_PATIENCE.total_seconds():
            raise DeliveryError("the first answer is not there yet")
        raise MessageGoneError("there is no first answer")

    message_id = await insist(tools, find)
    await tools.patiently(lambda: tools.store.answered(job.id, message_id))
    return replace(job, address=replace(job.address, message_id=message_id))


async def closed_for(tools: Tools, job: Job) -> float:
    """Return the seconds that the message of a decision is tried while it is out of our reach."""
    decided_at = await tools.patiently(lambda: tools.revisions.decided_at(job.id))
    return time_left(decided_at, tools.clock.now()).total_seconds()


async def _say_still_there(tools: Tools, job: Job) -> None:
    """Have moderators know of images that were deleted, and are to be seen all the same."""
    if job.deleted_by is not None:
        at = tools.clock.now()
        await tools.patiently(lambda: tools.revisions.still_there(job.id, at=at))
        tools.to_review.set()


def count_end(job: Job) -> None:
    """Count how a job ended."""
    metrics.JOBS_ENDED.labels(job.state.value, job.failure.value if job.failure else "").inc()
