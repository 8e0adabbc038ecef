"""The step after a crash: was the member answered?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.errors import DeliveryError
from bot.failure_kinds import FailureKind
from bot.jobs.steps.finish import fail
from bot.jobs.steps.outcome import Done

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.jobs.steps.outcome import Moved
    from bot.jobs.tools import Tools

ASK_AGAIN = timedelta(seconds=20)

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def confirm_answer(tools: Tools, job: Job) -> Moved | Done:
    """Queue a job whose answer arrived; end one whose member never saw an answer.

    Also ends a private job that waited until its token is nearly dead.
    """
    if tools.left(job) <= 0:
        return await fail(tools, job, FailureKind.TIMED_OUT)
    if job.address.message_id is not None:
        await tools.saved(job)
        return Done()
    try:
        message_id = await tools.publisher.find_message(job)
    except DeliveryError as error:
        log.warning("answer.not_found", why=str(error))
        await tools.saved(replace(job, due_at=tools.clock.now() + ASK_AGAIN))
        return Done()
    if message_id is None:
        return await fail(tools, job, FailureKind.UNANSWERED)
    log.info("answer.found", message=message_id)
    await tools.saved(replace(job, address=replace(job.address, message_id=message_id)))
    return Done()
