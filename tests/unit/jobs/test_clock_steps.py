"""Somebody sets the calendar's clock: no running job fails, no wait is longer or shorter."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors, errors
from bot.domain.job import JobState
from bot.failure_kinds import FailureKind
from tests.store.builders import make_job, make_request, put, reread
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

HOUR = timedelta(hours=1)


def set_clock(stage: Stage, step: timedelta) -> None:
    stage.clock.step += step


async def met(stage: Stage, step: timedelta, at: float, *, private: bool = False) -> float:
    """Return when a job was delivered during which the clock was set; it must be."""
    stage.engine.runs, stage.engine.submit_takes, stage.engine.fetch_takes = 4.0, 1.0, 1.0
    stage.publisher.prepare_takes = stage.publisher.finish_takes = 1.0
    async with stage.open():
        job = await put(stage.store, make_job(request=make_request(private=private)))
        stage.supervisor.wake()
        stage.after(at, set_clock, stage, step)
        ended = await stage.ended(job, within=60)
    assert ended.state is JobState.DELIVERED, ended.failure
    assert len(stage.engine.submitted) == 1
    return stage.clock.steady()


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("step", [HOUR, -HOUR], ids=["forward", "back"])
@pytest.mark.parametrize("at", [0.5, 2.0, 4.0, 5.9, 6.9, 8.2], ids=str)
async def test_no_running_job_fails_or_waits_for_it(
    stage: Stage, step: timedelta, at: float, private: bool
) -> None:
    assert await met(stage, step, at, private=private) < 12


@pytest.mark.parametrize("step", [HOUR, -HOUR], ids=["forward", "back"])
async def test_a_deadline_comes_when_it_was_to_come(stage: Stage, step: timedelta) -> None:
    stage.engine.looks = Turns(engine_errors.NetworkFaultError("reset"))
    async with stage.open():
        job = await put(stage.store, make_job())
        stage.after(450, set_clock, stage, step)
        ended = await stage.ended(job)
    assert ended.failure is FailureKind.TIMED_OUT
    assert stage.clock.steady() == pytest.approx(900, abs=2)


@pytest.mark.parametrize("step", [HOUR, -HOUR], ids=["forward", "back"])
async def test_a_gate_opens_when_it_was_to_open(stage: Stage, step: timedelta) -> None:
    stage.engine.submits = Faults(engine_errors.RateLimitedError("slower", retry_after=30), None)
    async with stage.open():
        await put(stage.store, make_job("a"))
        await asyncio.sleep(5)
        set_clock(stage, step)
        second = await put(stage.store, make_job("b", created_at=stage.clock.now()))
        await asyncio.sleep(20)
        assert len(stage.engine.submitted) == 1
        await stage.ended(second, within=20)


@pytest.mark.parametrize("step", [HOUR, -HOUR], ids=["forward", "back"])
async def test_leases_of_running_jobs_survive_it(stage: Stage, step: timedelta) -> None:
    stage.engine.runs = 120.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(17)  # a sweep comes before the next heartbeat
        set_clock(stage, step)
        await stage.ended(job, within=120)
    assert stage.publisher.adoptions == []
    assert len(stage.engine.submitted) == 1


async def test_a_task_found_after_the_clock_was_set_back_has_just_begun(stage: Stage) -> None:
    job = await stage.running()
    stage.clock.step = -HOUR
    assert stage.tools.left(job) == 900
    assert (await stage.work(job)).state is JobState.DELIVERED


async def test_how_long_a_result_took_is_never_negative(stage: Stage) -> None:
    job = await stage.running()
    stage.clock.step = -HOUR
    await stage.work(job)
    assert stage.publisher.result(job.id).seconds == 0


async def test_patience_with_discord_is_counted_by_the_steady_clock(stage: Stage) -> None:
    stage.publisher.finishes = Faults(errors.DeliveryError("away", retry_after=300))
    job = await stage.running()
    stage.after(100, set_clock, stage, 48 * HOUR)
    stage.after(200, set_clock, stage, -96 * HOUR)
    ended = await stage.work(job)
    assert ended.failure is FailureKind.MESSAGE_GONE
    assert 24 * 3600 < stage.clock.steady() < 24 * 3600 + 310
    assert (await reread(stage.store, job)).shown
