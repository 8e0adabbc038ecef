"""The step that posts: fetch every image, judge it by the policy of this moment, publish."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain.job import JobState
from bot.domain.ports import PostedImage, Result
from bot.domain.verdict import Asked, Treatment, decide, treat
from bot.errors import FailureKind, FilesRefusedError, ImageError, MessageGoneError
from bot.jobs.ending import count_end, fail, insist
from bot.jobs.watch import task_of

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Picture, TaskImage, TaskView
    from bot.jobs.tools import Tools

FETCH_AGAIN = 3.0
"""Seconds before an image that is missing for a passing reason is asked for again."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def deliver(tools: Tools, job: Job, view: TaskView) -> Job | None:
    """Post the images of a task that succeeded; return the job failed, or None when done.

    Returns it DELIVERING when an image is missing for a passing reason: look and fetch again.
    """
    delivering, fetched = await _begin(tools, job, view)
    if delivering is None:
        return None
    if any(image.may_come for image in fetched) and tools.clock.now() < tools.ends_at(job):
        await tools.clock.wait(FETCH_AGAIN)
        return delivering
    pictures = [image.picture for image in fetched]
    if not any(pictures):
        missing = FailureKind.IMAGE_UNAVAILABLE if view.images else FailureKind.NO_IMAGES
        return await fail(tools, delivering, missing, view.reason)
    try:
        posted = await insist(tools, lambda: _post(tools, delivering, view, pictures))
    except (FilesRefusedError, MessageGoneError) as error:
        refused = isinstance(error, FilesRefusedError)
        kind = FailureKind.FILES_REFUSED if refused else FailureKind.MESSAGE_GONE
        return await fail(tools, delivering, kind, str(error))
    if posted is None:
        return await fail(tools, delivering, FailureKind.SWITCHED_OFF)
    await _settle(tools, delivering, posted)
    return None


@dataclass(frozen=True, slots=True)
class _Fetched:
    picture: Picture | None
    may_come: bool = False
    """Whether it is missing for a reason that may pass."""


async def _begin(tools: Tools, job: Job, view: TaskView) -> tuple[Job | None, list[_Fetched]]:
    """Save the intent and fetch the images, side by side: neither is seen by anybody."""
    moved = replace(job, state=JobState.DELIVERING, run_seconds=view.run_seconds or job.run_seconds)
    async with asyncio.TaskGroup() as group:
        saving = group.create_task(tools.saved(moved))
        fetching = [
            group.create_task(_fetch(tools, job, index, image))
            for index, image in enumerate(view.images[: job.request.images])
        ]
    return saving.result(), [task.result() for task in fetching]


async def _fetch(tools: Tools, job: Job, index: int, image: TaskImage) -> _Fetched:
    try:
        return _Fetched(await tools.engine.fetch(task_of(job), index, image))
    except ImageError as error:
        log.warning("image.lost", number=index + 1, passing=error.transient, why=str(error))
        return _Fetched(None, may_come=error.transient)


async def _post(
    tools: Tools, job: Job, view: TaskView, pictures: list[Picture | None]
) -> Result | None:
    """Judge by the policy of this very attempt and post; None where posting is switched off."""
    policy = await tools.policy(job)
    if not policy.enabled:
        return None
    images = await _judge(tools, job, policy, view, pictures)
    seconds = (tools.clock.now() - job.created_at).total_seconds()
    result = Result(images=images, seed=view.seed, seconds=seconds)
    await tools.publisher.finish(job, result)
    return result


async def _judge(
    tools: Tools, job: Job, policy: Policy, view: TaskView, pictures: list[Picture | None]
) -> tuple[PostedImage, ...]:
    """Give each image its verdict; what leaves here is what the channel may see."""
    asked = Asked(job.detection_asked, job.detection_level)
    images: list[PostedImage] = []
    for number, (image, picture) in enumerate(zip(view.images, pictures, strict=False), start=1):
        verdict = decide(image.detection, asked, policy)
        wanted = treat(verdict, policy.action, private=job.request.private)
        treatment, shown = await _treated(tools, picture, wanted)
        images.append(
            PostedImage(number=number, verdict=verdict, treatment=treatment, picture=shown)
        )
    return tuple(images)


async def _treated(
    tools: Tools, picture: Picture | None, wanted: Treatment
) -> tuple[Treatment, Picture | None]:
    """Return how the picture is treated, and the only form of it that may go on from here."""
    if picture is None:
        return Treatment.MISSING, None
    match wanted:
        case Treatment.SHOWN | Treatment.SPOILERED:
            return wanted, picture
        case Treatment.BLURRED:
            blurred = await _blurred(tools, picture)
            return (wanted, blurred) if blurred else (Treatment.REFUSED, None)
        case _:
            return wanted, None


async def _blurred(tools: Tools, picture: Picture) -> Picture | None:
    try:
        return await tools.blur(picture)
    except Exception:
        # What cannot be blurred is not shown; its clear neighbours are.
        log.exception("image.not_blurred")
        return None


async def _settle(tools: Tools, job: Job, posted: Result) -> None:
    ended = replace(job, state=JobState.DELIVERED, ended_at=tools.clock.now(), shown=True)
    await tools.saved(ended)
    request = job.request
    if job.run_seconds is not None:
        tools.timings.learn(request.model, request.work, job.run_seconds)
    for image in posted.images:
        metrics.IMAGES.labels(image.treatment.value).inc()
    metrics.JOB_SECONDS.observe(posted.seconds)
    count_end(ended)
    log.info("job.delivered", images=len(posted.images), seconds=round(posted.seconds, 2))
