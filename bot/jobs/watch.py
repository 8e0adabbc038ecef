"""The step that waits: look at the task when it is likely to be done, until it is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain import polling
from bot.domain.backoff import delay
from bot.domain.ports import Status, TaskStatus
from bot.errors import (
    EngineError,
    FailureKind,
    NetworkFaultError,
    TaskFailedError,
    TaskNotFoundError,
)
from bot.jobs.ending import fail

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import TaskId
    from bot.domain.job import Job
    from bot.domain.ports import TaskView
    from bot.jobs.tools import Tools

NOT_FOUND_GRACE = 60.0
"""Seconds that the engine may deny a task before we believe it."""

FOUND_LATE = timedelta(minutes=1)

LAST_LOOK = 5.0
"""Seconds that the look at the deadline may take."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Looks:
    """How the looks at one task went so far."""

    last_at: float = 0.0
    """Seconds after the submit of the last look that found it running."""
    failed: int = 0
    """Looks in a row that failed."""
    denied_at: float | None = None
    """Seconds after the submit at which the engine began to deny the task."""


async def watch(tools: Tools, job: Job, hint: asyncio.Event) -> Job | TaskView | None:
    """Look until the task ends; return what was seen of a success, else the failed job.

    A failed look never ends the job by itself; the deadline does, after one last look. A job
    found past its deadline, after a long absence of ours, gets a minute. ``hint`` brings the
    next look forward.
    """
    looks = _Looks()
    ends_at = _end(tools, job)
    wait = polling.next_look(elapsed(tools, job), _window(tools, job))
    while True:
        await tools.clock.wait(max(0.0, min(wait, _until(tools, ends_at))), hint)
        is_last = _until(tools, ends_at) <= 0
        try:
            view = await _look(tools, job, _until(tools, ends_at))
        except TaskFailedError as error:
            return await fail(tools, job, error.kind, error.reason)
        except EngineError as error:
            if _denied_for_good(looks, error, elapsed(tools, job)):
                return await fail(tools, job, FailureKind.TASK_LOST)
            wait = delay(looks.failed, chance=tools.clock.chance(), base=0.5, cap=15)
        else:
            metrics.POLLS.labels(view.status.value).inc()
            if view.status is TaskStatus.FAILED:
                return await fail(tools, job, FailureKind.TASK_FAILED, view.reason)
            if view.status is TaskStatus.SUCCEEDED:
                return _timed(view, looks, elapsed(tools, job))
            wait = _after_pending(tools, job, looks, view)
        if is_last:
            return await fail(tools, job, FailureKind.TIMED_OUT)


def task_of(job: Job) -> TaskId:
    """Return the task of a job that has one; a job without is a bug."""
    if job.task_id is None:
        raise AssertionError(f"job {job.id} is {job.state} without a task")
    return job.task_id


def elapsed(tools: Tools, job: Job) -> float:
    """Return the seconds since the submit."""
    return max(0.0, (tools.clock.now() - (job.submit_at or job.created_at)).total_seconds())


def estimate(tools: Tools, job: Job) -> datetime:
    """Return when the member may expect the images."""
    seconds = tools.timings.expected(job.request.model, job.request.work)
    return (job.submit_at or job.created_at) + timedelta(seconds=seconds)


def _end(tools: Tools, job: Job) -> datetime:
    """Return when to give up; the images of a job found late are likely to be there."""
    now, ends_at = tools.clock.now(), tools.ends_at(job)
    return now + FOUND_LATE if ends_at <= now and not job.request.private else ends_at


def _until(tools: Tools, moment: datetime) -> float:
    return (moment - tools.clock.now()).total_seconds()


async def _look(tools: Tools, job: Job, left: float) -> TaskView:
    """Look once, within the deadline: a silent engine must not outlast it by much."""
    try:
        async with asyncio.timeout(max(LAST_LOOK, left)):
            return await tools.engine.look(task_of(job))
    except TimeoutError:
        raise NetworkFaultError("the engine was silent until the deadline") from None


def _window(tools: Tools, job: Job) -> polling.Window | None:
    return tools.timings.window(job.request.model, job.request.work)


def _after_pending(tools: Tools, job: Job, looks: _Looks, view: TaskView) -> float:
    """Say how it stands; return the seconds to wait before the next look."""
    passed = elapsed(tools, job)
    looks.last_at, looks.failed, looks.denied_at = passed, 0, None
    tools.publisher.show(job, Status(estimate_at=estimate(tools, job), progress=view.progress))
    remaining = view.remaining
    if not remaining and view.progress and 0 < view.progress < 100:
        remaining = passed * (100 - view.progress) / view.progress
    return polling.next_look(passed, _window(tools, job), remaining)


def _denied_for_good(looks: _Looks, error: EngineError, passed: float) -> bool:
    looks.failed += 1
    metrics.POLLS.labels(error.kind.value).inc()
    log.warning("poll.failed", kind=error.kind.value, status=error.status, why=str(error))
    if not isinstance(error, TaskNotFoundError):
        looks.denied_at = None
        return False
    looks.denied_at = passed if looks.denied_at is None else looks.denied_at
    return passed - looks.denied_at >= NOT_FOUND_GRACE


def _timed(view: TaskView, looks: _Looks, passed: float) -> TaskView:
    """Fill in the run time: by the engine's clock, else between the last two looks."""
    told = view.run_seconds
    if told is None or not 0 < told <= passed:
        told = (looks.last_at + passed) / 2
    return replace(view, run_seconds=told)
