"""Leases: kept, lost, adopted, and never worked on twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.job import JobState
from bot.jobs.leases import LEASE
from tests.store.builders import MESSAGE, make_job, put
from tests.unit.jobs.turns import Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage


async def test_leases_are_kept_for_as_long_as_a_job_takes(stage: Stage) -> None:
    stage.engine.runs = 300.0
    async with stage.open():
        job = await put(stage.store, make_job())
        while stage.clock.steady() < 290:
            await asyncio.sleep(5)
            later = stage.clock.now() + timedelta(seconds=1)
            assert await stage.store.adopt("them", now=later, until=later) == []
        await stage.ended(job, within=60)
    assert len(stage.engine.submitted) == 1


async def test_a_lost_lease_ends_the_work_and_closes_the_status(stage: Stage) -> None:
    stage.engine.runs = 300.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
        stage.publisher.closed.clear()
        await stage.store.release("us")
        now = stage.clock.now()
        await stage.store.adopt("them", now=now, until=now + timedelta(minutes=9))
        await asyncio.sleep(8)
        assert stage.publisher.closed == [job.id]
        looks = len(stage.engine.looked_at)
        await asyncio.sleep(20)
        assert len(stage.engine.looked_at) == looks
        assert stage.supervisor._runs == {}


async def test_a_lost_lease_touches_no_other_job(stage: Stage) -> None:
    stage.engine.runs = 30.0
    async with stage.open():
        lost, kept = [await put(stage.store, make_job(name)) for name in "ab"]
        await asyncio.sleep(5)
        await stage.store.cancel(lost.id, now=stage.clock.now())
        assert (await stage.ended(kept)).state is JobState.DELIVERED
    assert lost.id in stage.publisher.closed


async def test_jobs_left_by_others_are_adopted_and_the_publisher_is_told(stage: Stage) -> None:
    left = await stage.running()
    await stage.store.release("us")
    async with stage.open():
        assert (await stage.ended(left, within=20)).state is JobState.DELIVERED
    assert stage.publisher.adoptions == [left.id]


async def test_a_sweep_adopts_at_once(stage: Stage) -> None:
    async with stage.open():
        await asyncio.sleep(1)
        job = await put(stage.store, make_job())
        await stage.store.cancel(job.id, now=stage.clock.now() - LEASE)
        stage.supervisor.sweep()
        assert (await stage.ended(job, within=0.5)).state is JobState.CANCELLED


async def test_what_is_worked_on_is_not_adopted_again(stage: Stage) -> None:
    stage.engine.runs = 60.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await stage.ended(job)
    assert stage.publisher.adoptions == []
    assert len(stage.engine.submitted) == 1


async def test_a_job_claimed_again_before_its_last_worker_has_left_is_worked_on(
    stage: Stage,
) -> None:
    stage.publisher.finds = Turns(MESSAGE)
    stage.store.save_takes = 1.5
    async with stage.open():
        job = await put(stage.store, make_job(), answer=False)
        ended = await stage.ended(job, within=30)
    assert (ended.state, ended.submits_lost) == (JobState.DELIVERED, 0)
    assert len(stage.engine.submitted) == 1


async def test_a_job_adopted_from_under_its_own_worker_is_done_once(stage: Stage) -> None:
    stage.engine.submit_takes = 6.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(2)
        await stage.store.release("us")
        await stage.ended(job)
        await asyncio.sleep(60)
    assert len(stage.engine.submitted) == len(stage.publisher.sent) == 1


async def test_a_job_that_was_lost_for_a_moment_does_not_wait_for_its_lease_to_lapse(
    stage: Stage,
) -> None:
    stage.engine.submit_takes = 20.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(2)
        await stage.store.release("us")
        now = stage.clock.now()
        await stage.store.adopt("them", now=now, until=now + timedelta(seconds=7))
        ended = await stage.ended(job, within=30)
    assert ended.state is JobState.DELIVERED
    assert len(stage.engine.submitted) == len(stage.publisher.sent) == 1


async def test_a_job_that_is_cancelled_after_it_was_adopted_again_is_not_gone_on_with(
    stage: Stage,
) -> None:
    stage.engine.runs = 300.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
        await stage.store.release("us")
        stage.supervisor.sweep()
        await asyncio.sleep(5)
        assert stage.publisher.adoptions == [job.id]
        await stage.store.cancel(job.id, now=stage.clock.now())
        looks = len(stage.engine.looked_at)
        stage.supervisor.drop(job.id)
        await asyncio.sleep(20)
        assert len(stage.engine.looked_at) == looks


async def test_a_job_whose_save_was_refused_before_it_came_back_does_not_wait_for_its_lease_either(
    stage: Stage,
) -> None:
    stage.engine.runs = 10.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(9)
        await stage.store.release("us")
        now = stage.clock.now()
        await stage.store.adopt("them", now=now, until=now + timedelta(seconds=2.5))
        # The worker hears of it when the job is ours again; no heartbeat comes between.
        stage.store.save_takes = 4.5
        await asyncio.sleep(4)
        assert stage.publisher.adoptions == [job.id]
        stage.store.save_takes = 0.0
        ended = await stage.ended(job, within=10)
    assert ended.state is JobState.DELIVERED
    assert len(stage.engine.submitted) == len(stage.publisher.sent) == 1
