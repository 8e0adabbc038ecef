"""The step that costs money: submit, at most twice when a reply was lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain.ids import recognisable
from bot.domain.job import Job, JobState
from bot.domain.ports import Found, Submission, Whereabouts
from bot.domain.verdict import Asked
from bot.engine_errors import EngineError, ReplyLostError
from bot.errors import RefusedError, TaskTakenError
from bot.failure_kinds import FailureKind
from bot.jobs.steps.elsewhere import elsewhere
from bot.jobs.steps.finish import fail
from bot.jobs.steps.outcome import Done, moved
from bot.jobs.steps.refused import RETRIES_AFTER_LOSS, refused
from bot.jobs.steps.still_allowed import still_allowed
from bot.jobs.steps.watch import estimated

if TYPE_CHECKING:
    from bot.domain.ids import TaskId
    from bot.domain.policy import Policy
    from bot.domain.ports import Engine
    from bot.jobs.steps.outcome import Moved
    from bot.jobs.tools import Tools

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def submit(tools: Tools, job: Job) -> Moved | Done:
    """Submit a claimed job, which runs then, has failed, or waits again."""
    await tools.courtesy.turn()
    if tools.left(job) <= 0:
        return await fail(tools, job, job.failure or FailureKind.TIMED_OUT, job.detail)
    policy = await tools.policy(job)
    if not policy.enabled:
        return await fail(tools, job, FailureKind.SWITCHED_OFF)
    if await _is_slowed(tools, job):
        return await fail(tools, job, FailureKind.SLOWED_DOWN)
    allowed = await still_allowed(tools, job, policy)
    if not isinstance(allowed, Job):
        return allowed
    taken = await _where_it_is_taken(tools, allowed)
    return Done() if taken is None else await _sent(tools, taken, policy)


async def _sent(tools: Tools, job: Job, policy: Policy) -> Moved | Done:
    asked = Asked(policy.detection, policy.level)
    # Who adopted the job while we were paused submits it, too.
    await tools.leases.sure()
    try:
        engine = tools.engines.of(job)
        submission = _submission(job, asked)
        found = await _found(engine, submission)
        if found.wait:
            return await _put_off(tools, job, found.wait)
        if found.where is Whereabouts.UNSURE and job.submits_lost > RETRIES_AFTER_LOSS:
            return await fail(tools, job, FailureKind.REPLY_LOST)
        return await _submitted(tools, job, submission, found.task_id)
    except EngineError as error:
        return await refused(tools, job, error)


async def _submitted(
    tools: Tools, job: Job, submission: Submission, known: TaskId | None
) -> Moved | Done:
    """Submit, unless there is a task already, and save its id; nobody stops us in between."""
    engine = tools.engines.of(job)
    tools.sending.add(job.id)
    try:
        task_id = known or await engine.submit(submission)
        running = await _running(tools, job, submission.asked, task_id)
        if running is None:
            await _end_if_cancelled(tools, job, task_id)
    finally:
        tools.sending.discard(job.id)
    tools.engines.answered(engine)
    metrics.SUBMITS.labels("accepted").inc()
    if running:
        log.info("task.submitted", task=recognisable(task_id), found=known is not None)
        tools.publisher.show(running, estimated(tools, running, 0.0))
    return moved(running)


async def _is_slowed(tools: Tools, job: Job) -> bool:
    """Whether a prompt of the same member was found suspicious since they asked for this.

    Each such prompt locks everybody out for longer than the one before, so that what they have
    waiting is not tried. What may have been sent before is looked for all the same.
    """
    if job.submits_lost:
        return False
    return await tools.patiently(
        lambda: tools.store.is_suspected(job.user_id, job.engine, since=job.created_at)
    )


async def _end_if_cancelled(tools: Tools, job: Job, task_id: TaskId) -> None:
    """End the task of a job that was cancelled while it was sent; whoever adopted one keeps it."""
    now = await tools.patiently(lambda: tools.store.get(job.id))
    if now is not None and now.state is JobState.CANCELLED:
        tools.leftovers.add(replace(now, task_id=task_id))
        tools.forget(job)


async def _where_it_is_taken(tools: Tools, job: Job) -> Job | None:
    """Send a job elsewhere that was sent nowhere yet and whose engine is down; saved before.

    None when it is no longer ours.
    """
    other = await elsewhere(tools, job)
    if other is None:
        return job
    try:
        saved = await tools.saved_paid(other)
    except RefusedError:
        return job
    log.info("job.elsewhere", engine=other.engine, instead_of=job.engine)
    return saved


async def _found(engine: Engine, submission: Submission) -> Found:
    """Look for a task of an earlier attempt, before there is another."""
    if not submission.replies_lost:
        return Found(where=Whereabouts.ABSENT)
    found = await engine.find(submission)
    log.info("task.looked_for", where=found.where.value, wait=found.wait)
    return found


async def _put_off(tools: Tools, job: Job, seconds: float) -> Moved | Done:
    """Look for a task again a little later; what may have one is not submitted meanwhile."""
    if seconds >= tools.left(job):
        return await fail(tools, job, FailureKind.REPLY_LOST)
    due_at = tools.clock.now() + timedelta(seconds=seconds)
    await tools.saved(replace(job, state=JobState.QUEUED, due_at=due_at))
    return Done()


def _submission(job: Job, asked: Asked) -> Submission:
    return Submission(
        job_id=job.id,
        request=job.request,
        asked=asked,
        age_restricted=job.age_restricted,
        replies_lost=job.submits_lost,
    )


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
