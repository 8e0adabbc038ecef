"""What becomes of a job whose submission was refused, or whose reply was lost."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain.backoff import delay
from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.engine_errors import EngineError, PacedError, RateLimitedError, ReplyLostError, Scope
from bot.errors import RefusedError
from bot.failure_kinds import FailureKind
from bot.jobs.rounds import ASK_DOWN
from bot.jobs.steps.elsewhere import elsewhere
from bot.jobs.steps.finish import DETAIL, fail
from bot.jobs.steps.outcome import Done

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.domain.job import Job
    from bot.jobs.steps.outcome import Moved
    from bot.jobs.tools import Tools

RETRIES_AFTER_LOSS = 1
"""A reply lost once may have made a task; a second try is the last, unless the engine can tell."""

PAUSE = 60.0
"""Seconds that nothing is sent to an engine which wants nothing and does not say for how long."""

LONGEST_PAUSE = 86_400.0

LONGEST_WAIT = 590.0
"""Seconds that a job is put off: a moment farther ahead is taken for a wrong clock's. The gate
holds it for the rest of a pause, and a process that knows of none is told it again."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def refused(tools: Tools, job: Job, error: EngineError) -> Moved | Done:
    """Wait and try again where that is safe and may help; fail otherwise."""
    if isinstance(error, PacedError):
        return await _paced(tools, job, error)
    metrics.SUBMITS.labels(error.kind.value).inc()
    log.warning("task.refused", kind=error.kind.value, status=error.status, why=str(error))
    tools.engines.failed(job.engine, error)
    is_lost = isinstance(error, ReplyLostError)
    job = replace(
        job, submits_lost=job.submits_lost + is_lost, refusals=job.refusals + (not is_lost)
    )
    if error.scope is Scope.ENGINE:
        return await _paused(tools, job, error)
    other = await elsewhere(tools, job)
    if other is not None:
        with suppress(RefusedError):
            return await _queued(tools, other, error, 0.0, save=tools.saved_paid)
    may_wait = tools.engines.waits_after(error)
    wait = delay(
        job.submits_lost + job.refusals,
        chance=tools.clock.chance(),
        base=1,
        cap=30,
        asked=ASK_DOWN if may_wait else error.retry_after,
    )
    if not (may_wait or _may_go_again(tools, job, error)) or wait >= tools.left(job):
        is_suspicious = error.scope is Scope.MEMBER
        kind = FailureKind.PROMPT_SUSPICIOUS if is_suspicious else error.kind
        return await fail(tools, job, kind, error.reason)
    if isinstance(error, RateLimitedError):
        tools.gate.close_until(job.engine, tools.clock.steady() + wait)
    return await _queued(tools, job, error, wait)


def _may_go_again(tools: Tools, job: Job, error: EngineError) -> bool:
    """Whether another attempt buys nothing twice, more than once at most, and may succeed."""
    if not isinstance(error, ReplyLostError):
        return error.transient
    return job.submits_lost <= RETRIES_AFTER_LOSS or tools.engines.of(job).capabilities.finds


async def _paced(tools: Tools, job: Job, error: PacedError) -> Moved | Done:
    """Wait for our own turn, and no longer: nothing was asked of the engine, so none refused."""
    wait = error.retry_after or 0.0
    log.info("task.paced", wait=round(wait, 2))
    if wait >= tools.left(job):
        return await fail(tools, job, error.kind)
    tools.gate.close_until(job.engine, tools.clock.steady() + wait)
    return await _queued(tools, job, error, wait)


async def _paused(tools: Tools, job: Job, error: EngineError) -> Moved | Done:
    """Wait until the engine takes anything again, which is nobody's time but its own."""
    pause = min(error.retry_after or PAUSE, LONGEST_PAUSE)
    opens_at = tools.clock.now() + timedelta(seconds=pause)
    tools.gate.close_until(job.engine, tools.clock.steady() + pause, opens_at=opens_at)
    if job.request.private and pause >= tools.left(job):
        return await fail(tools, job, error.kind, error.reason)
    tools.deadlines.forget(job.id)
    put_off, wait = replace(job, first_submit_at=None), min(pause, LONGEST_WAIT)
    return await _queued(tools, put_off, error, wait, opens_at=opens_at)


async def _queued(
    tools: Tools,
    job: Job,
    error: EngineError,
    wait: float,
    *,
    opens_at: datetime | None = None,
    save: Callable[[Job], Awaitable[Job | None]] | None = None,
) -> Done:
    waiting = replace(
        job,
        state=JobState.QUEUED,
        failure=error.kind,
        detail=error.reason[:DETAIL],
        due_at=tools.clock.now() + timedelta(seconds=wait),
    )
    is_held = isinstance(error, RateLimitedError) or tools.engines.waits_after(error)
    if await (save or tools.saved)(waiting) and (opens_at or is_held):
        tools.publisher.show(waiting, Status(waits_for_engine=True, opens_at=opens_at))
    return Done()
