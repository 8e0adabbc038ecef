"""The step that posts: save the intent, fetch every image, post what may be seen, settle."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain.image import is_seed
from bot.domain.job import JobState
from bot.engine_errors import ImageError
from bot.errors import FilesRefusedError, MessageGoneError, ThreadClosedError
from bot.failure_kinds import FailureKind
from bot.jobs.steps.fetching import JobPictures
from bot.jobs.steps.finish import fail, found_posted, settle_delivered
from bot.jobs.steps.outcome import After, Done
from bot.jobs.steps.posting import Posting, SwitchedOffError
from bot.jobs.steps.recording import NotOursError

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.ports import Result, TaskView
    from bot.errors import DeliveryError
    from bot.jobs.steps.outcome import Moved, Outcome
    from bot.jobs.tools import Tools

FETCH_AGAIN = 3.0
"""Seconds before an image that is missing for a passing reason is asked for again."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def deliver(tools: Tools, job: Job, view: TaskView) -> Outcome:
    """Post the images of a task that succeeded; when done, the job is, or has failed.

    An image may be missing for a passing reason: it is looked and fetched again then.
    """
    tools.publisher.close(job.id)
    if job.state is JobState.RUNNING and view.run_seconds is not None:
        tools.timings.learn(job.request.model, job.request.work, view.run_seconds)
    await tools.courtesy.turn()
    pictures = JobPictures(tools, job, view)
    try:
        return await _deliver(tools, job, view, pictures)
    finally:
        pictures.drop()


async def _deliver(tools: Tools, job: Job, view: TaskView, pictures: JobPictures) -> Outcome:
    moved = replace(
        job,
        state=JobState.DELIVERING,
        run_seconds=job.run_seconds or view.run_seconds,
        cost=job.cost if view.cost is None else view.cost,
        seed=view.seed if view.seed is not None and is_seed(view.seed) else job.seed,
    )
    # Side by side: what is fetched is not yet seen by anybody.
    async with asyncio.TaskGroup() as group:
        saving = group.create_task(tools.saved(moved))
        await pictures.held()
    delivering = saving.result()
    if delivering is None:
        return Done()
    if pictures.may_come and tools.left(job) > 0:
        return After(delivering, FETCH_AGAIN)
    if pictures.missing and job.state is JobState.DELIVERING:
        # Found so: what a predecessor may have posted whole is not replaced by less.
        try:
            shown = await found_posted(tools, delivering)
            if shown is not None:
                await settle_delivered(tools, delivering, shown)
                return Done()
        except MessageGoneError as error:
            return await _not_posted(tools, delivering, error)
    if pictures.none_came:
        missing = FailureKind.IMAGE_UNAVAILABLE if view.images else FailureKind.NO_IMAGES
        return await fail(tools, delivering, missing, view.reason)
    return await _posted(tools, delivering, Posting(tools, delivering, view, pictures))


async def _posted(tools: Tools, job: Job, posting: Posting) -> Moved | Done:
    try:
        posted = await posting.post()
    except NotOursError:
        return Done()
    except SwitchedOffError:
        return await fail(tools, job, FailureKind.SWITCHED_OFF)
    except ImageError as error:
        may_stay = await posting.may_stay()
        return await fail(tools, job, error.kind, error.reason, may_stay=may_stay)
    except (FilesRefusedError, MessageGoneError, ThreadClosedError) as error:
        return await _not_posted(tools, job, error, may_stay=await posting.may_stay())
    except Exception:
        # A bug: what is shown by now stays, unless it is what had just to be corrected.
        if await posting.may_stay():
            raise
        log.exception("job.broke_in_correction")
        return await fail(tools, job, FailureKind.BUG, may_stay=False)
    await settle_delivered(tools, posting.job, posted.images)
    _count(posted.result)
    return Done()


async def _not_posted(
    tools: Tools, job: Job, error: DeliveryError, *, may_stay: bool = True
) -> Moved | Done:
    match error:
        case FilesRefusedError():
            kind = FailureKind.FILES_REFUSED
        case ThreadClosedError():
            kind = FailureKind.THREAD_CLOSED
        case _:
            kind = FailureKind.MESSAGE_GONE
    return await fail(tools, job, kind, str(error), may_stay=may_stay)


def _count(result: Result) -> None:
    for image in result.images:
        metrics.IMAGES.labels(image.treatment.value).inc()
    metrics.JOB_SECONDS.observe(result.seconds)
    log.info("job.delivered", images=len(result.images), seconds=round(result.seconds, 2))
