"""The step that costs money."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors
from bot.domain.ids import TaskId
from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.failure_kinds import FailureKind
from bot.jobs.steps.outcome import Done
from bot.jobs.steps.submit import submit
from tests.store.builders import reread
from tests.unit.jobs.steps.moves import moved_to
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

LASTING = [
    engine_errors.RejectedRequestError("no"),
    engine_errors.RefusedPromptError("no"),
    engine_errors.BadKeyError("no"),
    engine_errors.NoBalanceError("no"),
    engine_errors.UnknownModelError("no"),
    engine_errors.RouteGoneError("no"),
]
PASSING = [
    engine_errors.RateLimitedError("no"),
    engine_errors.ServerFaultError("no"),
    engine_errors.NetworkFaultError("no"),
    engine_errors.MalformedReplyError("no"),
]


def name_of(error: Exception) -> str:
    return type(error).__name__


async def test_a_submitted_job_is_running_and_remembers_what_was_asked(stage: Stage) -> None:
    stage.rule(level=2)
    job = await stage.claimed()
    running = moved_to(await submit(stage.tools, job))
    assert running == await reread(stage.store, job)
    assert (running.state, running.task_id) == (JobState.RUNNING, "t1")
    assert (running.detection_asked, running.detection_level) == (True, 2)
    [(request, asked)] = stage.engine.submitted
    assert (request, asked.detection, asked.level) == (job.request, True, 2)
    [(job_id, status)] = stage.publisher.statuses
    assert job_id == job.id
    assert status.estimate_at is not None


async def test_a_job_submitted_again_forgets_why_it_was_refused(stage: Stage) -> None:
    job = replace(await stage.claimed(), failure=FailureKind.SERVER_FAULT, detail="busy")
    running = moved_to(await submit(stage.tools, job))
    assert (running.failure, running.detail) == (None, "")


@pytest.mark.parametrize("error", LASTING, ids=name_of)
async def test_what_the_engine_will_never_take_fails_at_once(
    stage: Stage, error: engine_errors.EngineError
) -> None:
    error.reason = "because" * 100
    stage.engine.submits = Faults(error)
    failed = moved_to(await submit(stage.tools, await stage.claimed()))
    assert (failed.state, failed.failure, failed.shown) == (JobState.FAILED, error.kind, False)
    assert failed.detail == error.reason[:200]
    assert stage.tools.gate.wait(stage.engine.name, stage.clock.steady()) == 0


@pytest.mark.parametrize("error", PASSING, ids=name_of)
async def test_what_may_pass_waits_in_the_queue_ever_longer(
    stage: Stage, error: engine_errors.EngineError
) -> None:
    stage.engine.submits = Faults(error)
    job = await stage.claimed()
    waits = []
    for _ in range(8):
        assert await submit(stage.tools, job) == Done()
        job = await reread(stage.store, job)
        assert (job.state, job.failure) == (JobState.QUEUED, error.kind)
        waits.append((job.due_at - stage.clock.now()).total_seconds())
        await asyncio.sleep(waits[-1])
        [job] = await stage.store.claim(
            "us", now=stage.clock.now(), until=stage.clock.now(), room=stage.supervisor._room
        )
    assert waits == [0.5, 1, 2, 4, 8, 15, 15, 15]
    assert (job.refusals, job.submits_lost) == (8, 0)


async def test_what_may_pass_is_tried_until_the_deadline_and_no_longer(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.ServerFaultError("no", reason="full"))
    job = await stage.claimed()
    async with stage.open():
        await stage.store.save(
            replace(job, state=JobState.QUEUED), holder="us", now=stage.clock.now()
        )
        ended = await stage.ended(job)
    assert (ended.failure, ended.detail) == (FailureKind.SERVER_FAULT, "full")
    assert 870 < stage.clock.steady() < 901


async def test_the_engine_is_never_asked_sooner_than_it_wishes(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.ServerFaultError("no", retry_after=77))
    job = await stage.claimed()
    assert await submit(stage.tools, job) == Done()
    assert (await reread(stage.store, job)).due_at == stage.clock.now() + timedelta(seconds=77)


async def test_a_wait_beyond_the_deadline_is_not_waited(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.RateLimitedError("no", retry_after=900))
    failed = moved_to(await submit(stage.tools, await stage.claimed()))
    assert failed.failure is FailureKind.RATE_LIMITED
    assert stage.tools.gate.wait(stage.engine.name, stage.clock.steady()) == 0


async def test_a_rate_limit_closes_the_gate_for_all_and_says_so(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.RateLimitedError("no", retry_after=20), None)
    job = await stage.claimed()
    assert await submit(stage.tools, job) == Done()
    assert stage.tools.gate.wait(stage.engine.name, stage.clock.steady()) == 20
    assert stage.publisher.statuses == [(job.id, Status(waits_for_engine=True))]
    assert stage.supervisor.is_held(1)


async def test_other_refusals_close_no_gate(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.ServerFaultError("no", retry_after=20))
    assert await submit(stage.tools, await stage.claimed()) == Done()
    assert stage.tools.gate.wait(stage.engine.name, stage.clock.steady()) == 0
    assert stage.publisher.statuses == []


async def test_a_reply_lost_once_is_tried_once_more(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.ReplyLostError("cut"), None)
    job = await stage.claimed()
    assert await submit(stage.tools, job) == Done()
    waiting = await reread(stage.store, job)
    assert (waiting.state, waiting.submits_lost, waiting.refusals) == (JobState.QUEUED, 1, 0)


async def test_a_reply_that_names_the_task_of_another_job_is_a_lost_one(stage: Stage) -> None:
    first, second = await stage.claimed("a"), await stage.claimed("b")
    await stage.tools.saved(replace(first, state=JobState.RUNNING, task_id=TaskId("t1")))
    assert await submit(stage.tools, second) == Done()
    waiting = await reread(stage.store, second)
    assert (waiting.state, waiting.task_id, waiting.submits_lost) == (JobState.QUEUED, None, 1)


async def test_a_reply_lost_twice_fails_the_job(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.ReplyLostError("cut"))
    failed = moved_to(await submit(stage.tools, replace(await stage.claimed(), submits_lost=1)))
    assert (failed.failure, failed.submits_lost) == (FailureKind.REPLY_LOST, 2)
    assert len(stage.engine.submitted) == 1


async def test_a_job_whose_replies_were_lost_in_crashes_is_not_submitted(stage: Stage) -> None:
    failed = moved_to(await submit(stage.tools, replace(await stage.claimed(), submits_lost=2)))
    assert failed.failure is FailureKind.REPLY_LOST
    assert stage.engine.submitted == []


@pytest.mark.parametrize("held_up_by", [None, FailureKind.RATE_LIMITED])
async def test_a_job_past_its_deadline_fails_for_what_held_it_up(
    stage: Stage, held_up_by: FailureKind | None
) -> None:
    job = replace(await stage.claimed(), failure=held_up_by, detail="slower")
    assert stage.tools.left(job) == 900
    await asyncio.sleep(900)
    late = moved_to(await submit(stage.tools, job))
    assert (late.failure, late.detail) == (held_up_by or FailureKind.TIMED_OUT, "slower")
    assert stage.engine.submitted == []


async def test_nothing_is_submitted_where_it_was_switched_off(stage: Stage) -> None:
    stage.rule(enabled=False)
    failed = moved_to(await submit(stage.tools, await stage.claimed()))
    assert failed.failure is FailureKind.SWITCHED_OFF
    assert stage.engine.submitted == []


async def test_a_job_cancelled_while_it_is_submitted_stays_cancelled(stage: Stage) -> None:
    stage.engine.submit_takes = 2.0
    job = await stage.claimed()
    async with asyncio.TaskGroup() as group:
        submitting = group.create_task(submit(stage.tools, job))
        await asyncio.sleep(1)
        await stage.store.cancel(job.id, now=stage.clock.now())
    assert submitting.result() == Done()
    assert (await reread(stage.store, job)).state is JobState.CANCELLED
    assert stage.publisher.statuses == []
