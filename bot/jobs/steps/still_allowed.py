"""A job is asked about once more before it is sent: rules may have changed while it waited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.engine_errors import EngineAbsentError
from bot.errors import RefusedError
from bot.failure_kinds import FailureKind
from bot.jobs.model_check import check_allowed
from bot.jobs.steps.finish import fail, was_sent
from bot.jobs.steps.outcome import Done, moved

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.jobs.steps.outcome import Moved
    from bot.jobs.tools import Tools

BARRED = "the member is blocked"
"""Why a job was cancelled."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def still_allowed(tools: Tools, job: Job, policy: Policy) -> Job | Moved | Done:
    """Return a job as it may be sent, not saved; or what came of one that may not be.

    Nothing is bought then, and what it took of limits and budgets is there again.
    """
    look = await tools.patiently(lambda: tools.second_look.before_sending(job, policy))
    if look.is_barred:
        return await _turned_away(tools, job)
    if look.is_refused:
        return await fail(tools, job, FailureKind.FILTERED)
    if not _may_use_its_models(tools, job, look.policy):
        return await fail(tools, job, FailureKind.MODEL_FORBIDDEN)
    return job if look.hold == job.hold else replace(job, hold=look.hold)


async def _turned_away(tools: Tools, job: Job) -> Moved | Done:
    """Cancel it, as all are that a blocked member has waiting."""
    unpaid = replace(job, cost=job.cost if was_sent(job) else None)
    if await tools.saved(unpaid) is None:
        return Done()
    now = tools.clock.now()
    cancelled = await tools.patiently(lambda: tools.store.cancel(job.id, now=now, why=BARRED))
    if cancelled is not None:
        log.info("job.turned_away")
        tools.leftovers.add(cancelled)
    return moved(cancelled)


def _may_use_its_models(tools: Tools, job: Job, policy: Policy) -> bool:
    try:
        check_allowed(job.request, policy, tools.engines.of(job))
    except RefusedError:
        return False
    except EngineAbsentError:
        return True  # it is not sent, and fails for that
    return True
