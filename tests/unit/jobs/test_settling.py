"""Staying with a message until nothing else can be its last word."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors, errors
from bot.domain.job import JobState
from bot.domain.policy import Action
from bot.domain.verdict import Treatment
from bot.failure_kinds import FailureKind
from bot.jobs.insisting import GLANCE
from bot.jobs.worker import Worker
from tests.store.builders import reread
from tests.unit.jobs.engine import FLAGGED
from tests.unit.jobs.publisher import LandsLateError
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

SHOWN, BLURRED, SPOILERED = Treatment.SHOWN, Treatment.BLURRED, Treatment.SPOILERED


@pytest.fixture
def quick(stage: Stage) -> Stage:
    stage.engine.runs = 0.0
    return stage


async def test_what_is_settled_is_not_looked_at(quick: Stage) -> None:
    await quick.work(await quick.running())
    assert quick.clock.steady() == pytest.approx(0.7)


async def test_a_job_stays_until_nothing_can_land_any_more(quick: Stage) -> None:
    job = await quick.running()
    quick.publisher.doubt(job.id, 8.0)
    async with asyncio.TaskGroup() as group:
        group.create_task(quick.work(job))
        await asyncio.sleep(7.9)
        assert (await reread(quick.store, job)).state is JobState.DELIVERING
    assert (await reread(quick.store, job)).state is JobState.DELIVERED
    assert quick.clock.steady() == 8.0
    assert len(quick.publisher.sent) == 1


async def test_what_lands_over_the_result_is_overwritten_within_two_seconds(quick: Stage) -> None:
    job = await quick.running()
    quick.publisher.finishes = Faults(LandsLateError(6.0), None)
    await quick.work(job)
    landed_at = quick.publisher.history[-2][0]
    assert landed_at == pytest.approx(6.7)
    assert quick.publisher.history[-1][0] <= landed_at + GLANCE
    assert quick.clock.steady() >= 10.7


async def test_a_spoiler_does_not_come_back_over_a_blur(quick: Stage) -> None:
    quick.engine.detections = [FLAGGED]
    quick.rule(action=Action.SPOILER)
    quick.publisher.finishes = Faults(LandsLateError(3.0), None)
    job = await quick.running()
    quick.after(0.8, lambda: quick.rule(action=Action.BLUR))
    await quick.work(job)
    history = [says for _, says in quick.publisher.history]
    assert history == [[BLURRED], [SPOILERED], [BLURRED]]
    assert quick.publisher.history[2][0] <= quick.publisher.history[1][0] + GLANCE


async def test_what_is_sent_again_is_judged_again(quick: Stage) -> None:
    quick.engine.detections = [FLAGGED]
    quick.rule(action=Action.SPOILER)
    quick.publisher.finishes = Faults(LandsLateError(3.0), None)
    job = await quick.running()
    quick.after(2.0, lambda: quick.rule(action=Action.BLUR))
    await quick.work(job)
    history = [says for _, says in quick.publisher.history]
    assert history == [[SPOILERED], [SPOILERED], [BLURRED]]


async def test_a_failure_is_watched_over_too(quick: Stage) -> None:
    quick.engine.looks = Turns(engine_errors.TaskFailedError("no"))
    quick.publisher.finishes = Faults(LandsLateError(3.0), None)
    job = await quick.running()
    ended = await quick.work(job)
    assert ended.shown
    history = [says for _, says in quick.publisher.history]
    assert history == [FailureKind.TASK_FAILED] * 3


async def test_a_message_that_goes_while_it_is_watched_over_ends_the_job(quick: Stage) -> None:
    gone = errors.MessageGoneError("deleted")
    quick.publisher.finishes = Faults(LandsLateError(3.0), None, gone)
    ended = await quick.work(await quick.running())
    assert (ended.failure, ended.shown) == (FailureKind.MESSAGE_GONE, True)


async def test_a_job_that_only_watches_may_be_stopped(quick: Stage) -> None:
    job = await quick.running()
    quick.publisher.doubt(job.id)
    worker = Worker(quick.tools, job, asyncio.Event())
    working = asyncio.create_task(worker.run(lambda: False))
    await asyncio.sleep(2)
    assert worker.job.state is JobState.DELIVERING
    assert worker.may_be_stopped
    working.cancel()
    await asyncio.wait([working])
    assert quick.tools.settling == set()
    assert not worker.may_be_stopped


async def test_a_job_whose_result_is_sent_again_may_not_be_stopped(quick: Stage) -> None:
    job = await quick.running()
    quick.publisher.finishes = Faults(LandsLateError(1.0), None)
    worker = Worker(quick.tools, job, asyncio.Event())
    seen: list[bool] = []
    quick.after(1.5, lambda: setattr(quick.publisher, "finish_takes", 1.0))
    quick.after(2.5, lambda: seen.append(worker.may_be_stopped))
    await worker.run(lambda: False)
    assert quick.publisher.sent[-1].at < 2.5 < quick.publisher.sent[-1].at + 1.0
    assert seen == [False]
