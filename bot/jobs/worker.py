"""One job, step by step: each saves its move, and the next begins from what was saved."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.job import JobState
from bot.domain.ports import TaskView
from bot.errors import FailureKind
from bot.jobs.deliver import deliver
from bot.jobs.ending import fail, show_end
from bot.jobs.recover import recover
from bot.jobs.submit import submit
from bot.jobs.watch import watch

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from bot.domain.job import Job
    from bot.jobs.tools import Tools

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Worker:
    """Carries one job to its end."""

    def __init__(self, tools: Tools, job: Job, hint: asyncio.Event) -> None:
        """Begin where ``job`` is; ``hint`` says that its task may have ended."""
        self._tools = tools
        self._hint = hint
        self.job = job

    @property
    def may_be_stopped(self) -> bool:
        """Whether stopping now loses nothing: no submit and no post is under way."""
        return self.job.state not in {JobState.SUBMITTING, JobState.DELIVERING}

    async def run(self, stopping: Callable[[], bool]) -> None:
        """Work until the job has ended, is no longer ours, or ``stopping`` says so."""
        with structlog.contextvars.bound_contextvars(job=self.job.id, guild=self.job.guild_id):
            try:
                while not stopping():
                    following = await self._step(self.job)
                    if following is None:
                        return
                    self.job = following
            except Exception:
                incident = secrets.token_hex(4)
                log.exception("job.broke", incident=incident)
                await self._give_up(incident)

    async def _step(self, job: Job) -> Job | None:
        match job.state:
            case JobState.QUEUED:
                return await recover(self._tools, job)
            case JobState.SUBMITTING:
                return await submit(self._tools, job)
            case JobState.RUNNING | JobState.DELIVERING:
                seen = await watch(self._tools, job, self._hint)
                return await self._deliver(job, seen) if isinstance(seen, TaskView) else seen
            case JobState.DELIVERED | JobState.FAILED | JobState.CANCELLED:
                if not job.shown:
                    await show_end(self._tools, job)
                return None

    async def _deliver(self, job: Job, seen: TaskView) -> Job | None:
        self.job = replace(job, state=JobState.DELIVERING)
        return await deliver(self._tools, job, seen)

    async def _give_up(self, incident: str) -> None:
        """End a job that met a bug: once, and with words."""
        if self.job.state.is_final:
            return
        failed = await fail(self._tools, self.job, FailureKind.BUG, incident)
        if failed is not None:
            await show_end(self._tools, failed)
