"""The step that posts: fetch every image, judge it by the policy of this moment, publish."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain.job import JobState
from bot.domain.ports import PostedImage, Result
from bot.domain.verdict import Asked, Treatment, decide, treat
from bot.errors import FailureKind, FilesRefusedError, ImageError, MessageGoneError
from bot.jobs.ending import count_end, fail, publish
from bot.jobs.watch import task_of

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Picture, TaskImage, TaskView
    from bot.jobs.tools import Tools

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def deliver(tools: Tools, job: Job, view: TaskView) -> Job | None:
    """Post the images of a task that succeeded; return the job failed, or None when done."""
    delivering, pictures = await _begin(tools, job, view)
    if delivering is None:
        return None
    job = delivering
    policy = await tools.policy(job)
    if obstacle := _obstacle(policy, view, pictures):
        return await fail(tools, job, obstacle, view.reason)
    images = await _judge(tools, job, policy, view, pictures)
    seconds = (tools.clock.now() - job.created_at).total_seconds()
    try:
        await publish(tools, job, Result(images=images, seed=view.seed, seconds=seconds))
    except FilesRefusedError as error:
        return await fail(tools, job, FailureKind.FILES_REFUSED, str(error))
    except MessageGoneError as error:
        return await fail(tools, job, FailureKind.MESSAGE_GONE, str(error))
    await _settle(tools, job, images, seconds)
    return None


def _obstacle(policy: Policy, view: TaskView, pictures: list[Picture | None]) -> FailureKind | None:
    """Return why there is nothing to post, if so."""
    if not policy.enabled:
        return FailureKind.SWITCHED_OFF
    if not view.images:
        return FailureKind.NO_IMAGES
    return None if any(pictures) else FailureKind.IMAGE_UNAVAILABLE


async def _begin(tools: Tools, job: Job, view: TaskView) -> tuple[Job | None, list[Picture | None]]:
    """Save the intent and fetch the images, side by side: neither is seen by anybody."""
    moved = replace(job, state=JobState.DELIVERING, run_seconds=view.run_seconds or job.run_seconds)
    async with asyncio.TaskGroup() as group:
        saving = group.create_task(tools.saved(moved))
        fetching = [
            group.create_task(_fetch(tools, job, index, image))
            for index, image in enumerate(view.images[: job.request.images])
        ]
    return saving.result(), [task.result() for task in fetching]


async def _fetch(tools: Tools, job: Job, index: int, image: TaskImage) -> Picture | None:
    try:
        return await tools.engine.fetch(task_of(job), index, image)
    except ImageError as error:
        log.warning("image.lost", number=index + 1, why=str(error))
        return None


async def _judge(
    tools: Tools, job: Job, policy: Policy, view: TaskView, pictures: list[Picture | None]
) -> tuple[PostedImage, ...]:
    """Give each image its verdict; what leaves here is what the channel may see."""
    asked = Asked(job.detection_asked, job.detection_level)
    images: list[PostedImage] = []
    for number, (image, picture) in enumerate(zip(view.images, pictures, strict=False), start=1):
        verdict = decide(image.detection, asked, policy)
        treatment = treat(verdict, policy.action, private=job.request.private)
        if picture is None:
            treatment = Treatment.MISSING
        shown = await _shown(tools, picture, treatment)
        images.append(
            PostedImage(number=number, verdict=verdict, treatment=treatment, picture=shown)
        )
        metrics.IMAGES.labels(treatment.value).inc()
    return tuple(images)


async def _shown(tools: Tools, picture: Picture | None, treatment: Treatment) -> Picture | None:
    """Return the only form of the picture that may go on from here."""
    match treatment:
        case Treatment.SHOWN | Treatment.SPOILERED:
            return picture
        case Treatment.BLURRED if picture is not None:
            return await tools.blur(picture)
        case _:
            return None


async def _settle(tools: Tools, job: Job, images: tuple[PostedImage, ...], seconds: float) -> None:
    ended = replace(job, state=JobState.DELIVERED, ended_at=tools.clock.now(), shown=True)
    await tools.saved(ended)
    request = job.request
    if job.run_seconds is not None:
        tools.timings.learn(request.model, request.work, job.run_seconds)
    metrics.JOB_SECONDS.observe(seconds)
    count_end(ended)
    log.info("job.delivered", images=len(images), seconds=round(seconds, 2))
