"""The step that costs money: submit, at most twice when a reply was lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain.backoff import delay
from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.domain.verdict import Asked
from bot.engine_errors import EngineError, RateLimitedError, ReplyLostError
from bot.errors import TaskTakenError
from bot.failure_kinds import FailureKind
from bot.jobs.steps.finish import DETAIL, fail
from bot.jobs.steps.outcome import Done, moved
from bot.jobs.steps.watch import estimated

if TYPE_CHECKING:
    from bot.domain.ids import TaskId
    from bot.domain.job import Job
    from bot.jobs.steps.outcome import Moved
    from bot.jobs.tools import Tools

RETRIES_AFTER_LOSS = 1
"""A reply lost once may have made a task; a second try is the last."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def submit(tools: Tools, job: Job) -> Moved | Done:
    """Submit a claimed job, which runs then, has failed, or waits again."""
    if job.submits_lost > RETRIES_AFTER_LOSS:
        return await fail(tools, job, FailureKind.REPLY_LOST)
    await tools.courtesy.turn()
    if tools.left(job) <= 0:
        return await fail(tools, job, job.failure or FailureKind.TIMED_OUT, job.detail)
    policy = await tools.policy(job)
    if not policy.enabled:
        return await fail(tools, job, FailureKind.SWITCHED_OFF)
    asked = Asked(policy.detection, policy.level)
    # Who adopted the job while we were paused submits it, too.
    await tools.leases.sure()
    try:
        task_id = await tools.engine.submit(job.request, asked)
        running = await _running(tools, job, asked, task_id)
    except EngineError as error:
        return await _refused(tools, job, error)
    metrics.SUBMITS.labels("accepted").inc()
    if running:
        log.info("task.submitted", task=task_id)
        tools.publisher.show(running, estimated(tools, running, 0.0))
    return moved(running)


async def _running(tools: Tools, job: Job, asked: Asked, task_id: TaskId) -> Job | None:
    """Save that the task runs; a reply that names another job's does not name this one's."""
    running = replace(
        job,
        state=JobState.RUNNING,
        failure=None,
        detail="",
        task_id=task_id,
        submit_at=tools.clock.now(),
        detection_asked=asked.detection,
        detection_level=asked.level,
    )
    try:
        return await tools.saved(running)
    except TaskTakenError:
        raise ReplyLostError("the reply names the task of another job") from None


async def _refused(tools: Tools, job: Job, error: EngineError) -> Moved | Done:
    """Wait and try again where that is safe and may help; fail otherwise."""
    metrics.SUBMITS.labels(error.kind.value).inc()
    log.warning("task.refused", kind=error.kind.value, status=error.status, why=str(error))
    lost = job.submits_lost + isinstance(error, ReplyLostError)
    refusals = job.refusals + (not isinstance(error, ReplyLostError))
    job = replace(job, submits_lost=lost, refusals=refusals)
    may_retry = error.transient or isinstance(error, ReplyLostError)
    wait = delay(
        lost + refusals, chance=tools.clock.chance(), base=1, cap=30, asked=error.retry_after
    )
    if not may_retry or lost > RETRIES_AFTER_LOSS or wait >= tools.left(job):
        return await fail(tools, job, error.kind, error.reason)
    if isinstance(error, RateLimitedError):
        tools.gate.close_until(tools.clock.steady() + wait)
    due_at = tools.clock.now() + timedelta(seconds=wait)
    waiting = replace(
        job,
        state=JobState.QUEUED,
        failure=error.kind,
        detail=error.reason[:DETAIL],
        due_at=due_at,
    )
    if await tools.saved(waiting) and isinstance(error, RateLimitedError):
        tools.publisher.show(waiting, Status(waits_for_engine=True))
    return Done()
