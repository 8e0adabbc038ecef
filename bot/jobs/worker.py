"""One job, step by step: each saves its move, and the next begins from what was saved."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.backoff import delay
from bot.domain.job import JobState
from bot.domain.ports import TaskView
from bot.failure_kinds import FailureKind
from bot.jobs.steps.confirm_answer import confirm_answer
from bot.jobs.steps.deliver import deliver
from bot.jobs.steps.finish import fail, show_end
from bot.jobs.steps.outcome import After, Done
from bot.jobs.steps.revise import revise
from bot.jobs.steps.submit import submit
from bot.jobs.steps.watch import watch

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from bot.domain.job import Job
    from bot.jobs.steps.outcome import Outcome
    from bot.jobs.tools import Tools

PAUSE_CAP = 300.0
"""Seconds between two attempts at a step that meets a bug each time."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Worker:
    """Carries one job to its end."""

    def __init__(self, tools: Tools, job: Job, hint: asyncio.Event) -> None:
        """Begin where ``job`` is; ``hint`` says that its task may have ended."""
        self._tools = tools
        self._hint = hint
        self._bugs = 0
        self._is_leaving = False
        self.job = job

    @property
    def may_be_stopped(self) -> bool:
        """Whether stopping now loses nothing: no submit and no post is under way."""
        is_busy = self.job.state in {JobState.SUBMITTING, JobState.DELIVERING}
        return not is_busy or self.job.id in self._tools.settling

    def leave(self, task: asyncio.Task[None]) -> None:
        """Stop working on the job, in ``task``; what is just being sent is sent first."""
        if self.job.id in self._tools.sending:
            self._is_leaving = True
        else:
            task.cancel()

    async def run(self, stopping: Callable[[], bool]) -> None:
        """Work until the job has ended, is no longer ours, or ``stopping`` says so.

        Steps wait for the database by themselves; what else they raise is a bug.
        """
        with structlog.contextvars.bound_contextvars(job=self.job.id, guild=self.job.guild_id):
            while not self._is_leaving:
                try:
                    if stopping():
                        return await self._put_back()
                    outcome = await self._step(self.job)
                except Exception as error:  # noqa: BLE001 - a bug ends its job, never those of others
                    await self._survive(error)
                    continue
                if isinstance(outcome, Done):
                    return None
                self.job = outcome.job
                if isinstance(outcome, After):
                    await self._tools.clock.wait(outcome.seconds)
            return None

    async def _put_back(self) -> None:
        """Give a job back to the queue that was claimed and not begun."""
        if self.job.state is JobState.SUBMITTING:
            await self._tools.saved(replace(self.job, state=JobState.QUEUED))

    async def _step(self, job: Job) -> Outcome:
        if self._bugs and not job.state.is_final:
            return await fail(self._tools, job, FailureKind.BUG, self._incident)
        match job.state:
            case JobState.QUEUED:
                return await confirm_answer(self._tools, job)
            case JobState.SUBMITTING:
                return await submit(self._tools, job)
            case JobState.RUNNING | JobState.DELIVERING:
                seen = await watch(self._tools, job, self._hint)
                return await self._deliver(job, seen) if isinstance(seen, TaskView) else seen
            case JobState.DELIVERED | JobState.FAILED | JobState.CANCELLED:
                if not job.shown:
                    await self._tell(job)
                return Done()

    async def _tell(self, job: Job) -> None:
        """Have the message tell how a job ended, or what was decided about its images since."""
        if job.state is JobState.DELIVERED and job.deleted_by is None:
            await revise(self._tools, job)
        else:
            await show_end(self._tools, job)

    async def _deliver(self, job: Job, seen: TaskView) -> Outcome:
        self.job = replace(job, state=JobState.DELIVERING)
        return await deliver(self._tools, job, seen)

    async def _survive(self, error: Exception) -> None:
        """Note a bug, once in full; the next step ends the job, and one after a pause tells it.

        Nothing is taken for shown that was not: the end is tried again, ever more rarely.
        """
        if not self._bugs:
            self._incident = secrets.token_hex(4)
            log.error("job.broke", incident=self._incident, exc_info=error)
        else:
            log.error("job.broke_again", incident=self._incident, why=repr(error)[:200])
            wait = delay(self._bugs, chance=self._tools.clock.chance(), cap=PAUSE_CAP)
            await self._tools.clock.wait(wait)
        self._bugs += 1
