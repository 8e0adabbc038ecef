"""After a crash: was the member answered?"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot import errors, metrics
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.failure_kinds import FailureKind
from bot.jobs.steps.confirm_answer import ASK_AGAIN, confirm_answer
from bot.jobs.steps.outcome import Done
from tests.store.builders import MESSAGE, make_job, make_request, put, reread
from tests.unit.jobs.steps.moves import moved_to
from tests.unit.jobs.turns import Turns

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage


async def left_behind(stage: Stage, **said: Any) -> Job:  # noqa: ANN401 # any field
    """Return a job that we adopted, and of whose answer nothing is known."""
    await put(stage.store, make_job(created_at=stage.clock.now(), **said), answer=False)
    await asyncio.sleep(11)
    until = stage.clock.now() + timedelta(seconds=30)
    [job] = await stage.store.adopt("us", now=stage.clock.now(), until=until)
    return job


async def test_a_job_whose_answer_is_found_goes_back_to_the_queue(stage: Stage) -> None:
    stage.publisher.finds = Turns(MESSAGE)
    job = await left_behind(stage)
    assert await confirm_answer(stage.tools, job) == Done()
    found = await reread(stage.store, job)
    assert (found.state, found.address.message_id) == (JobState.QUEUED, MESSAGE)
    async with stage.open():
        assert (await stage.ended(job)).state is JobState.DELIVERED


async def test_a_job_that_nobody_was_answered_ends_without_a_word(stage: Stage) -> None:
    counter = metrics.JOBS_ENDED.labels("failed", "unanswered")
    before = counter._value.get()
    job = await left_behind(stage)
    ended = await stage.work(job)
    assert (ended.failure, ended.shown) == (FailureKind.UNANSWERED, True)
    assert ended.ended_at == stage.clock.now()
    assert stage.publisher.sent == []
    assert stage.engine.submitted == []
    assert counter._value.get() == before + 1


async def test_what_cannot_be_told_for_now_is_asked_again(stage: Stage) -> None:
    stage.publisher.finds = Turns(*[errors.DeliveryError("away")] * 3, MESSAGE)
    job = await left_behind(stage)
    assert await confirm_answer(stage.tools, job) == Done()
    waiting = await reread(stage.store, job)
    assert waiting.due_at == stage.clock.now() + ASK_AGAIN
    async with stage.open():
        assert (await stage.ended(job, within=120)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [Treatment.SHOWN]


async def test_a_job_whose_answer_is_known_is_only_given_back(stage: Stage) -> None:
    job = await left_behind(stage)
    known = replace(job, address=replace(job.address, message_id=MESSAGE))
    assert await confirm_answer(stage.tools, known) == Done()
    now = stage.clock.now()
    [claimed] = await stage.store.claim("them", now=now, until=now, room=stage.supervisor._room)
    assert claimed.id == job.id


@pytest.mark.parametrize("private", [True, False])
async def test_only_a_private_jobs_time_runs_out_in_the_queue(stage: Stage, private: bool) -> None:
    stage.publisher.finds = Turns(MESSAGE)
    job = await left_behind(stage, request=make_request(private=private))
    stage.clock.step = timedelta(hours=1)
    outcome = await confirm_answer(stage.tools, job)
    if private:
        assert moved_to(outcome).failure is FailureKind.TIMED_OUT
    else:
        assert outcome == Done()
