"""Several processes on one database: one that was paused, and one that cancels for another."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.job import JobState
from bot.errors import StoreError
from bot.jobs.leases import SURE, Leases
from tests.store.builders import make_job, put, reread
from tests.unit.jobs.stage import Stage
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from bot.domain.job import Job

THEM = "them"


@pytest.fixture
def stage() -> Stage:
    return Stage(alone=False)


async def taken(stage: Stage, job: Job) -> None:
    """Let another process adopt a job, as after a pause of ours."""
    now = stage.clock.now()
    await stage.store.release("us")
    await stage.store.adopt(THEM, now=now, until=now + timedelta(minutes=9))
    assert (await reread(stage.store, job)).state is not JobState.QUEUED


async def test_what_was_extended_of_late_is_sure(stage: Stage) -> None:
    leases = Leases(stage.clock.steady, alone=False)
    leases.extended(stage.clock.steady())
    await asyncio.sleep(SURE - 0.1)
    async with asyncio.timeout(0.01):
        await leases.sure()
    await asyncio.sleep(0.1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(60):
            await leases.sure()


async def test_an_extension_that_came_late_makes_nothing_sure(stage: Stage) -> None:
    leases = Leases(stage.clock.steady, alone=False)
    waiting = asyncio.create_task(leases.sure())
    await asyncio.sleep(60)
    leases.extended(60 - SURE)
    await asyncio.sleep(1)
    assert not waiting.done()
    leases.extended(stage.clock.steady())
    async with asyncio.timeout(0.01):
        await waiting


async def test_a_job_that_was_lost_in_a_pause_is_not_submitted_again(stage: Stage) -> None:
    stage.store.faults["extend"] = Faults(StoreError("away"))
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
        assert stage.engine.submitted == []
        await taken(stage, job)
        stage.store.faults.clear()
        await asyncio.sleep(60)
    assert stage.engine.submitted == []


async def test_a_job_that_was_lost_in_a_pause_is_not_posted(stage: Stage) -> None:
    job = await stage.running(found=JobState.DELIVERING)
    working = asyncio.create_task(stage.work(job))
    await asyncio.sleep(30)
    assert stage.publisher.sent == []
    stage.tools.leases.extended(stage.clock.steady())
    assert (await working).state is JobState.DELIVERED


async def test_an_end_is_not_told_before_the_lease_is_sure(stage: Stage) -> None:
    job = await stage.cancelled()
    working = asyncio.create_task(stage.work(job))
    await asyncio.sleep(30)
    assert stage.publisher.sent == []
    stage.tools.leases.extended(stage.clock.steady())
    assert (await working).shown


async def test_a_job_that_is_being_saved_is_not_taken_for_lost(
    stage: Stage, logs: list[MutableMapping[str, Any]]
) -> None:
    stage.store.save_takes = 30.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await stage.ended(job)
        await asyncio.sleep(60)
    assert [entry for entry in logs if entry["event"] == "lease.lost"] == []


async def test_who_cancels_for_another_process_waits_out_its_statuses(stage: Stage) -> None:
    job = await stage.running()
    await taken(stage, job)
    async with stage.open():
        await stage.jobs.cancel(job.id, by=job.user_id, guild_id=job.guild_id, may_manage=False)
        assert stage.publisher.adoptions == [job.id]


async def test_who_cancels_a_job_of_its_own_need_not(stage: Stage) -> None:
    stage.engine.runs = 300.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
        await stage.jobs.cancel(job.id, by=job.user_id, guild_id=job.guild_id, may_manage=False)
        assert stage.publisher.adoptions == []


async def test_a_job_that_another_process_cancelled_is_told_by_its_own(stage: Stage) -> None:
    stage.engine.runs = 300.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(9)
        await stage.store.cancel(job.id, now=stage.clock.now())
        await stage.store.give_back(job.id)
        stage.supervisor.sweep()
        ended = await stage.ended(job, within=20)
        assert ended.state is JobState.CANCELLED
        assert stage.publisher.says(job.id) is JobState.CANCELLED
