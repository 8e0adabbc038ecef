"""What becomes of a submission whose reply was lost, where the engine can tell, or cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors
from bot.domain.ids import TaskId
from bot.domain.job import JobState
from bot.domain.ports import Found, Whereabouts
from bot.failure_kinds import FailureKind
from bot.jobs.steps.outcome import Done
from bot.jobs.steps.submit import submit
from tests.store.builders import reread
from tests.unit.jobs.steps.moves import moved_to
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage

KNOWN = Found(where=Whereabouts.KNOWN, task_id=TaskId("found"))
ABSENT = Found(where=Whereabouts.ABSENT)
UNSURE = Found(where=Whereabouts.UNSURE)


async def lost(stage: Stage, times: int = 1) -> Job:
    return replace(await stage.claimed(), submits_lost=times)


async def test_a_first_submission_is_not_looked_for(stage: Stage) -> None:
    stage.engine.finds = Turns(KNOWN)
    running = moved_to(await submit(stage.tools, await stage.claimed()))
    assert (running.task_id, len(stage.engine.submitted)) == ("t1", 1)


@pytest.mark.parametrize("times", [1, 2, 5])
async def test_a_task_that_is_found_is_not_submitted_again(stage: Stage, times: int) -> None:
    stage.engine.finds = Turns(KNOWN)
    running = moved_to(await submit(stage.tools, await lost(stage, times)))
    assert (running.state, running.task_id) == (JobState.RUNNING, "found")
    assert stage.engine.submitted == []


@pytest.mark.parametrize("times", [1, 2, 5])
async def test_what_is_surely_absent_is_submitted_however_often(stage: Stage, times: int) -> None:
    stage.engine.finds = Turns(ABSENT)
    running = moved_to(await submit(stage.tools, await lost(stage, times)))
    assert (running.task_id, len(stage.engine.submitted)) == ("t1", 1)


async def test_where_nobody_can_tell_there_is_one_more_submission(stage: Stage) -> None:
    stage.engine.finds = Turns(UNSURE)
    assert moved_to(await submit(stage.tools, await lost(stage))).task_id == "t1"
    failed = moved_to(await submit(stage.tools, replace(await stage.claimed("b"), submits_lost=2)))
    assert (failed.state, failed.failure) == (JobState.FAILED, FailureKind.REPLY_LOST)


async def test_what_may_be_told_later_waits_and_is_not_submitted(stage: Stage) -> None:
    stage.engine.finds = Turns(replace(UNSURE, wait=20))
    job = await lost(stage)
    assert await submit(stage.tools, job) == Done()
    waiting = await reread(stage.store, job)
    assert (waiting.state, waiting.submits_lost) == (JobState.QUEUED, 1)
    assert waiting.due_at == stage.clock.now() + timedelta(seconds=20)
    assert stage.engine.submitted == []


async def test_what_would_be_told_past_the_deadline_fails(stage: Stage) -> None:
    stage.engine.finds = Turns(replace(UNSURE, wait=1000))
    failed = moved_to(await submit(stage.tools, await lost(stage)))
    assert failed.failure is FailureKind.REPLY_LOST


async def test_an_engine_that_cannot_be_asked_is_asked_again_later(stage: Stage) -> None:
    stage.engine.finds = Turns(engine_errors.NetworkFaultError("away"))
    job = await lost(stage)
    assert await submit(stage.tools, job) == Done()
    waiting = await reread(stage.store, job)
    assert (waiting.state, waiting.submits_lost, waiting.refusals) == (JobState.QUEUED, 1, 1)
    assert stage.engine.submitted == []


async def test_an_engine_that_can_tell_is_asked_however_often_replies_are_lost(
    stage: Stage,
) -> None:
    stage.engine.capabilities = replace(stage.engine.capabilities, finds=True)
    stage.engine.finds = Turns(ABSENT)
    stage.engine.submits = Faults(engine_errors.ReplyLostError("cut"))
    job = await lost(stage, 3)
    assert await submit(stage.tools, job) == Done()
    assert (await reread(stage.store, job)).submits_lost == 4


async def test_each_attempt_is_the_same_submission(stage: Stage) -> None:
    job = await stage.claimed()
    stage.engine.submits = Faults(engine_errors.ReplyLostError("cut"), None)
    await submit(stage.tools, job)
    [again] = await stage.store.claim(
        "us",
        now=stage.clock.now() + timedelta(minutes=1),
        until=stage.clock.now(),
        room=stage.supervisor._room,
    )
    await submit(stage.tools, again)
    first, second = stage.engine.submissions
    assert first.first_seed == second.first_seed
    assert (first.replies_lost, second.replies_lost) == (0, 1)
    assert replace(second, replies_lost=0, asked=first.asked) == first
