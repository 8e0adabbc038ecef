"""One job, step by step: each saves its move, and the next begins from what was saved."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.job import JobState
from bot.domain.ports import TaskView
from bot.errors import FailureKind, StoreError
from bot.jobs.deliver import deliver
from bot.jobs.ending import fail, show_end
from bot.jobs.recover import recover
from bot.jobs.submit import submit
from bot.jobs.tools import STORE_PAUSE
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
        """Work until the job has ended, is no longer ours, or ``stopping`` says so.

        A step that cannot read the database is begun again: it reads before it acts, and what
        it saves waits for the database by itself.
        """
        with structlog.contextvars.bound_contextvars(job=self.job.id, guild=self.job.guild_id):
            if stopping() and self.job.state is JobState.SUBMITTING:
                await self._tools.saved(replace(self.job, state=JobState.QUEUED))
                return
            while not stopping():
                try:
                    following = await self._step(self.job)
                except StoreError as error:
                    log.error("store.failed", why=str(error))  # noqa: TRY400 - the cause is in the text
                    await self._tools.clock.wait(STORE_PAUSE)
                    continue
                except Exception:  # a bug ends its job, never the worker of others
                    incident = secrets.token_hex(4)
                    log.exception("job.broke", incident=incident)
                    following = await self._broken(incident)
                if following is None:
                    return
                self.job = following

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

    async def _broken(self, incident: str) -> Job | None:
        """End a job that met a bug; one that cannot even say how it ended is let go."""
        if self.job.state.is_final:
            await self._tools.store.mark_shown(self.job.id)
            return None
        return await fail(self._tools, self.job, FailureKind.BUG, incident)
