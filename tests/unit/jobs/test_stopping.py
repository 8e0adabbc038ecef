"""Stopping well: what is not begun goes back, what is posted ends, what waits is left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot import errors
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.jobs.supervisor import GRACE, LAST_CLAIM
from tests.store.builders import make_job, put, reread
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage


async def adoptable(stage: Stage) -> set[str]:
    """Return the jobs that another process may take over at once."""
    now = stage.clock.now()
    return {job.id for job in await stage.store.adopt("them", now=now, until=now)}


async def test_a_stop_with_nothing_to_do_is_at_once(stage: Stage) -> None:
    async with stage.open():
        await asyncio.sleep(5)
    assert stage.clock.steady() < 5.1


async def test_what_merely_waits_is_left_to_others_at_once(stage: Stage) -> None:
    stage.engine.runs = 600.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
    assert stage.clock.steady() < 5.1
    assert (await reread(stage.store, job)).state is JobState.RUNNING
    assert await adoptable(stage) == {job.id}


async def test_a_submit_under_way_ends_and_its_task_is_kept(stage: Stage) -> None:
    stage.engine.submit_takes = 3.0
    async with stage.open():
        job = await put(stage.store, make_job())
        stage.supervisor.wake()
        await asyncio.sleep(2)
    found = await reread(stage.store, job)
    assert (found.state, found.task_id) == (JobState.RUNNING, "t1")
    assert stage.clock.steady() < 4


async def test_a_post_under_way_ends(stage: Stage) -> None:
    stage.publisher.finish_takes = 3.0
    stage.engine.runs = 0.0
    async with stage.open():
        job = await put(stage.store, make_job())
        stage.supervisor.wake()
        await asyncio.sleep(2)
    assert (await reread(stage.store, job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [Treatment.SHOWN]


@pytest.mark.parametrize("state", [JobState.SUBMITTING, JobState.DELIVERING])
async def test_what_takes_too_long_is_cut_short(stage: Stage, state: JobState) -> None:
    stage.engine.runs = 0.0
    if state is JobState.SUBMITTING:
        stage.engine.submit_takes = 1000.0
    else:
        stage.publisher.finish_takes = 1000.0
    async with stage.open():
        job = await put(stage.store, make_job())
        stage.supervisor.wake()
        await asyncio.sleep(2)
    assert stage.clock.steady() == pytest.approx(2 + GRACE, abs=0.1)
    assert GRACE + LAST_CLAIM < 10  # after which whoever runs containers kills
    assert (await reread(stage.store, job)).state is state
    assert await adoptable(stage) == {job.id}


async def test_a_job_that_only_watches_over_its_message_is_cut_short_at_once(
    stage: Stage,
) -> None:
    stage.engine.runs = 0.0
    async with stage.open():
        job = await put(stage.store, make_job())
        stage.publisher.doubt(job.id, 100.0)
        stage.supervisor.wake()
        await asyncio.sleep(5)
        assert stage.publisher.says(job.id) == [Treatment.SHOWN]
    assert stage.clock.steady() < 5.1
    assert (await reread(stage.store, job)).state is JobState.DELIVERING


async def test_what_a_late_claim_brings_goes_back_unbegun(stage: Stage) -> None:
    claim = stage.store.claim

    async def late(*args: object, **said: object) -> object:
        await asyncio.sleep(LAST_CLAIM / 2)
        return await claim(*args, **said)  # type: ignore[arg-type] # handed on

    stage.store.claim = late  # type: ignore[assignment, method-assign] # its own, slowed
    job = await put(stage.store, make_job())
    async with stage.open():
        await asyncio.sleep(LAST_CLAIM / 4)
    back = await reread(stage.store, job)
    assert (back.state, back.submits_lost) == (JobState.QUEUED, 0)
    assert stage.engine.submitted == []


async def test_a_claim_that_hangs_does_not_hold_up_a_stop(stage: Stage) -> None:
    async def hang(*_: object, **__: object) -> None:
        await asyncio.sleep(1e6)

    stage.store.claim = hang  # type: ignore[assignment, method-assign] # it never answers
    async with stage.open():
        await asyncio.sleep(1)
    assert stage.clock.steady() == pytest.approx(1 + LAST_CLAIM)


async def test_a_database_away_does_not_hold_up_a_stop(stage: Stage) -> None:
    stage.store.faults["release"] = Faults(errors.StoreError("away"))
    async with stage.open():
        await asyncio.sleep(1)
    assert stage.store.calls.count("release") == 1


async def test_nothing_is_claimed_after_a_stop(stage: Stage) -> None:
    stage.publisher.finish_takes = 4.0
    stage.engine.runs = 0.0
    async with stage.open():
        await put(stage.store, make_job("a"))
        stage.supervisor.wake()
        await asyncio.sleep(2)
        stage.supervisor.stop()
        late = await put(stage.store, make_job("b"))
    assert (await reread(stage.store, late)).state is JobState.QUEUED
