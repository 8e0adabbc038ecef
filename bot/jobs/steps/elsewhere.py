"""A job whose engine is down, as another one takes it: within the place's limits, and told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.price import expected
from bot.errors import RefusedError
from bot.jobs.model_check import check_models
from bot.jobs.wishes import size_note

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.jobs.tools import Tools


async def elsewhere(tools: Tools, job: Job) -> Job | None:
    """Return a job for another engine; None while it stays with its own.

    It is saved by ``Tools.saved_paid``, since budgets were asked about the engine it was meant for.
    """
    if tools.engines.elsewhere(job) is None:
        return None
    policy = await tools.policy(job)
    moved = tools.engines.elsewhere(job, policy.max_pixels)
    if moved is None or not _is_allowed(tools, moved, policy):
        return None
    changed = size_note(job.request.size, moved.request)
    cost = expected(moved.request, tools.prices, moved.engine, detection=policy.detection)
    return replace(
        moved,
        notes=(*job.notes, *(tools.say(note, job.address.locale) for note in changed)),
        cost=cost.amount if cost else None,
    )


def _is_allowed(tools: Tools, job: Job, policy: Policy) -> bool:
    """Whether the models that another engine has for a job may be used in its place."""
    try:
        check_models(job.request, policy, tools.engines.of(job))
    except RefusedError:
        return False
    return True
