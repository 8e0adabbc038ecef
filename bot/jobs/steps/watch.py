"""The step that waits: look at the task when it is likely to be done, until it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain import polling
from bot.domain.backoff import delay
from bot.domain.ids import TaskId, recognisable
from bot.domain.job import JobState
from bot.domain.ports import Status, TaskStatus
from bot.engine_errors import (
    EngineAbsentError,
    EngineError,
    MalformedReplyError,
    NetworkFaultError,
    ResultLostError,
    TaskFailedError,
    TaskNotFoundError,
)
from bot.errors import StoreError
from bot.failure_kinds import FailureKind
from bot.jobs.steps.finish import fail
from bot.jobs.steps.outcome import Done

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.ports import TaskView
    from bot.jobs.steps.outcome import Moved
    from bot.jobs.tools import Tools

NOT_FOUND_GRACE = 60.0
"""Seconds that the engine may deny a task before we believe it."""

LAST_LOOK = 5.0
"""Seconds that the look at the deadline may take."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def watch(tools: Tools, job: Job, hint: asyncio.Event) -> TaskView | Moved | Done:
    """Look until the task ends; return what was seen of a success, else the job failed.

    A failed look never ends the job by itself; the deadline does, after one last look. What images
    there are then count as a success.
    ``hint`` brings the next look forward.
    """
    return await _Watch(tools, job, hint).until_ended()


def task_of(job: Job) -> TaskId:
    """Return the task of a job that has one; a job without is a bug."""
    if job.task_id is None:
        raise AssertionError(f"job {job.id} is {job.state} without a task")
    return job.task_id


class _Watch:
    """How the looks at one task go. Seconds count from its submit, by the steady clock."""

    def __init__(self, tools: Tools, job: Job, hint: asyncio.Event) -> None:
        self._tools = tools
        self._job = job
        self._hint = hint
        submitted_at = job.submit_at or job.created_at
        ago = (tools.clock.now() - submitted_at).total_seconds()
        self._submitted = tools.clock.steady() - max(0.0, ago)
        self._is_found_late = self._passed > polling.LONGEST
        self._kind = job.request.model, job.request.work
        self._is_told = False  # how the task stands, by the engine itself
        self._last_at = 0.0
        self._failed = 0
        self._denied_at: float | None = None

    async def until_ended(self) -> TaskView | Moved | Done:
        tools, job = self._tools, self._job
        tools.timings.begins(*self._kind, self._submitted)
        wait = polling.next_look(self._passed, self._window)
        while True:
            is_hinted = await tools.clock.wait(max(0.0, min(wait, tools.left(job))), self._hint)
            is_last = tools.left(job) <= 0
            if (later := await self._turn(is_urgent=is_hinted or is_last)) > 0:
                wait = later
                continue
            try:
                view = await self._look()
            except (TaskFailedError, ResultLostError, EngineAbsentError) as error:
                return await _lost(tools, job, error)
            except EngineError as error:
                tools.engines.failed(job.engine, error, "look")
                if self._is_denied_for_good(error):
                    return await fail(tools, job, FailureKind.TASK_LOST)
                wait = delay(self._failed, chance=tools.clock.chance(), base=0.5, cap=15)
            else:
                tools.engines.looked(job.engine)
                metrics.POLLS.labels(view.status.value).inc()
                if view.status is TaskStatus.FAILED:
                    return await fail(tools, job, view.failure, view.reason)
                if (ended := self._ended(view, is_last=is_last)) is not None:
                    return ended
                wait = self._after_pending(view, is_hinted=is_hinted)
            if is_last:
                return await fail(tools, job, FailureKind.TIMED_OUT)

    def _ended(self, view: TaskView, *, is_last: bool) -> TaskView | None:
        """Return what was seen if it is all that will come, or come in time."""
        if view.status is TaskStatus.SUCCEEDED:
            return self._timed(view)
        return view if is_last and view.images else None

    @property
    def _passed(self) -> float:
        return self._tools.clock.steady() - self._submitted

    @property
    def _window(self) -> polling.Window | None:
        return self._tools.timings.window(*self._kind)

    async def _turn(self, *, is_urgent: bool) -> float:
        """Wait for a turn to look; return the seconds to wait instead where it comes too soon.

        Others may learn that while we wait for our turn, too.
        """
        tools = self._tools
        if is_urgent:
            await tools.looks.turn(0.0)
            return 0.0
        later, now = self._later(), tools.clock.steady()
        is_scout = later > 0 and tools.timings.may_scout(*self._kind, now)
        if later > 0 and not is_scout:
            return later
        expected = self._submitted + (self._window or polling.UNLEARNED).promised
        await tools.looks.turn(max(expected, now))
        if is_scout or (later := self._later()) == 0:
            return 0.0
        tools.looks.give_back()
        return later

    def _later(self) -> float:
        """Return the seconds by which a look comes too soon, by what like tasks tell by now."""
        if self._failed or self._is_told:
            return 0.0
        return polling.too_early(self._passed, self._window)

    async def _look(self) -> TaskView:
        """Look once, within the deadline: a silent engine must not outlast it by much.

        A reply that names the task of another job of ours says nothing of this one.
        """
        tools, task_id = self._tools, task_of(self._job)
        try:
            async with asyncio.timeout(max(LAST_LOOK, tools.left(self._job))):
                view = await tools.engines.of(self._job).look(task_id)
                is_foreign = view.task_id not in {"", task_id} and await self._is_anothers(view)
        except TimeoutError:
            raise NetworkFaultError("the engine was silent until the deadline") from None
        if is_foreign:
            raise MalformedReplyError("the reply names the task of another job")
        return view

    async def _is_anothers(self, view: TaskView) -> bool:
        try:
            owner = await self._tools.store.owner_of(TaskId(view.task_id))
        except StoreError as error:
            raise NetworkFaultError("cannot tell whose task the reply names") from error
        return owner is not None and owner != self._job.id

    def _after_pending(self, view: TaskView, *, is_hinted: bool) -> float:
        """Say how it stands; return the seconds to wait before the next look."""
        tools, job = self._tools, self._job
        passed = self._last_at = self._passed
        self._failed, self._denied_at = 0, None
        tools.publisher.show(job, _status(tools, job, passed, view))
        remaining = view.remaining
        if not remaining and view.progress and 0 < view.progress < 100:
            remaining = passed * (100 - view.progress) / view.progress
        self._is_told = is_hinted or bool(remaining or view.progress or view.place is not None)
        if self._is_told:
            tools.timings.gone(*self._kind, job.id)
        else:
            tools.timings.runs(*self._kind, job.id, since=self._submitted, seconds=passed)
        return polling.next_look(passed, self._window, remaining)

    def _is_denied_for_good(self, error: EngineError) -> bool:
        self._failed += 1
        metrics.POLLS.labels(error.kind.value).inc()
        log.info("poll.failed", kind=error.kind.value, status=error.status, why=str(error))
        if not isinstance(error, TaskNotFoundError):
            self._denied_at = None
            return False
        self._denied_at = self._passed if self._denied_at is None else self._denied_at
        return self._passed - self._denied_at >= NOT_FOUND_GRACE

    def _timed(self, view: TaskView) -> TaskView:
        """Fill in the run time: by the engine's clock, else between the last two looks.

        The end of a task that nobody watched, while we were away, may be any time ago.
        """
        told, passed = view.run_seconds, self._passed
        if told is None or not 0 < told <= passed:
            was_away = self._is_found_late and not self._last_at
            told = None if was_away else (self._last_at + passed) / 2
        return replace(view, run_seconds=told)


async def _lost(tools: Tools, job: Job, error: EngineError) -> Moved | Done:
    """End a job whose task brings nothing; one whose task is gone for good is sent once more."""
    log.warning("task.lost", task=recognisable(job.task_id), why=str(error))
    may_go_again = isinstance(error, ResultLostError) and not job.submits_lost
    if job.state is not JobState.RUNNING or not may_go_again:
        return await fail(tools, job, error.kind, error.reason)
    await tools.saved(
        replace(
            job,
            state=JobState.QUEUED,
            submits_lost=1,
            failure=error.kind,
            due_at=tools.clock.now(),
        )
    )
    return Done()


def _status(tools: Tools, job: Job, passed: float, view: TaskView) -> Status:
    """Say what the engine tells of a task, or what is known of others like it."""
    status = estimated(tools, job, passed, view.progress)
    if view.place is None:
        return status
    if view.remaining is None or not view.remaining > 0:
        return replace(status, engine_place=view.place)
    ready_at = tools.clock.now() + timedelta(seconds=view.remaining)
    return replace(status, engine_place=view.place, estimate_at=ready_at, is_late=False)


def estimated(tools: Tools, job: Job, passed: float, progress: int | None = None) -> Status:
    """Return what to say of a running job, ``passed`` seconds after its submit."""
    left = tools.timings.expected(job.request.model, job.request.work) - passed
    if left <= 0:
        return Status(progress=progress, is_late=True)
    # The estimate is rounded to whole seconds, and ages on the member's screen by itself.
    return Status(progress=progress, estimate_at=tools.clock.now() + timedelta(seconds=left + 1))
