"""A job whose engine is down, as another one takes it: within the place's limits, and told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.jobs.wishes import size_note

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.jobs.tools import Tools


async def elsewhere(tools: Tools, job: Job) -> Job | None:
    """Return a job for another engine, not saved; None while it stays with its own."""
    if tools.engines.elsewhere(job) is None:
        return None
    policy = await tools.policy(job)
    moved = tools.engines.elsewhere(job, policy.max_pixels)
    if moved is None:
        return None
    changed = size_note(job.request.size, moved.request)
    return replace(
        moved, notes=(*job.notes, *(tools.say(note, job.address.locale) for note in changed))
    )
