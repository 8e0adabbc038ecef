"""When a task is looked at: hints, estimates, what was learned."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot import engine_errors
from bot.domain.ids import JobId
from bot.domain.ports import TaskStatus, TaskView
from bot.jobs.steps.watch import watch
from tests.unit.jobs.clock import LoopClock
from tests.unit.jobs.turns import Turns

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage


class CoarseClock(LoopClock):
    """Counts whole milliseconds, as uvloop does."""

    @override
    def steady(self) -> float:
        return math.floor(super().steady() * 1000) / 1000


PENDING = TaskView(status=TaskStatus.PENDING)


async def seen(stage: Stage, job: Job) -> TaskView:
    view = await watch(stage.tools, job, asyncio.Event())
    assert isinstance(view, TaskView)
    return view


async def test_the_engines_own_estimate_spaces_the_looks(stage: Stage) -> None:
    stage.engine.looks = Turns(replace(PENDING, remaining=100.0), stage.engine.succeeded())
    await seen(stage, await stage.running())
    assert stage.engine.looked_at == pytest.approx([0.7, 1.7])


async def test_progress_is_taken_for_an_estimate(stage: Stage) -> None:
    stage.engine.looks = Turns(
        PENDING, PENDING, PENDING, replace(PENDING, progress=90), stage.engine.succeeded()
    )
    await seen(stage, await stage.running())
    *_, third, last = stage.engine.looked_at
    assert last - third == pytest.approx(third / 9 * 0.7, abs=0.001)


async def test_a_hint_brings_the_next_look_forward(stage: Stage) -> None:
    stage.engine.looks = Turns(replace(PENDING, remaining=1000.0), stage.engine.succeeded())
    hint = asyncio.Event()
    stage.after(1.0, hint.set)
    await watch(stage.tools, await stage.running(), hint)
    assert stage.engine.looked_at == pytest.approx([0.7, 1.0])
    assert not hint.is_set()


async def test_a_hint_overtakes_what_was_learned(stage: Stage) -> None:
    job = await stage.running()
    for _ in range(20):
        stage.tools.timings.learn(job.request.model, job.request.work, 60.0)
    stage.engine.runs = 1.0
    hint = asyncio.Event()
    stage.after(1.5, hint.set)
    await watch(stage.tools, job, hint)
    assert stage.engine.looked_at == [1.5]


async def test_what_others_learn_meanwhile_postpones_a_look(stage: Stage) -> None:
    stage.engine.runs = 60.0
    job = await stage.running()

    def learn() -> None:
        for _ in range(20):
            stage.tools.timings.learn(job.request.model, job.request.work, 60.0)

    stage.after(0.5, learn)
    await seen(stage, job)
    assert stage.engine.looked_at[0] > 58


def seen_running(
    stage: Stage, job: Job, seconds: float, since: float = 0.0, *, scouts: bool = False
) -> None:
    """Have ten other tasks like that of ``job`` run on; others are scouts, unless ``scouts``."""
    for number in range(10):
        other = JobId(f"{job.id}{number}")
        stage.tools.timings.runs(*kind_of(job), other, since=since, seconds=seconds)
    if not scouts:
        stage.tools.timings._kind(*kind_of(job)).scouted_at = math.inf


def kind_of(job: Job) -> tuple[str, float]:
    return job.request.model, job.request.work


async def test_pioneers_spare_the_others_their_looks(stage: Stage) -> None:
    job = await stage.running()
    seen_running(stage, job, 30.0)
    stage.engine.runs = 31.0
    await seen(stage, job)
    assert stage.engine.looked_at[0] >= 30


async def test_a_timer_that_ends_a_moment_early_is_no_hint(stage: Stage) -> None:
    stage.tools = replace(stage.tools, clock=CoarseClock())
    job = await stage.running()
    stage.after(1.0, seen_running, stage, job, 30.0)
    stage.engine.runs = 31.0
    await seen(stage, job)
    assert stage.engine.looked_at[1] >= 30


async def test_what_pioneers_see_during_the_wait_for_a_turn_counts(stage: Stage) -> None:
    job = await stage.running()
    stage.engine.runs = 31.0
    async with asyncio.TaskGroup() as crowd:
        for _ in range(600):
            crowd.create_task(stage.tools.looks.turn(0.0))
        stage.after(5.0, seen_running, stage, job, 30.0)
        await seen(stage, job)
    assert stage.engine.looked_at[0] >= 30


@pytest.mark.parametrize(("since", "scouts"), [(0.0, True), (-20.0, True), (-300.0, False)])
async def test_tasks_that_hang_hold_no_quick_one_up(
    stage: Stage, since: float, scouts: bool
) -> None:
    job = await stage.running()
    seen_running(stage, job, 300.0 - since, since, scouts=scouts)
    await seen(stage, job)
    assert stage.engine.looked_at[-1] < 6


async def test_a_hint_that_comes_too_soon_is_not_forgotten(stage: Stage) -> None:
    stage.engine.runs = 8.0
    job = await stage.running()
    seen_running(stage, job, 120.0)
    hint = asyncio.Event()
    stage.after(7.5, hint.set)
    await watch(stage.tools, job, hint)
    assert stage.engine.looked_at[0] == 7.5
    assert stage.engine.looked_at[-1] < 10


async def test_what_the_engine_tells_of_a_task_counts_for_more_than_others(stage: Stage) -> None:
    stage.engine.looks = Turns(replace(PENDING, remaining=10.0), stage.engine.succeeded())
    job = await stage.running()
    stage.after(1.0, seen_running, stage, job, 30.0)
    await seen(stage, job)
    assert stage.engine.looked_at == pytest.approx([0.7, 1.7])


async def test_each_job_is_a_pioneer_for_the_others(stage: Stage) -> None:
    stage.engine.runs = 20.0
    job = await stage.running()
    await seen(stage, job)
    kind = stage.tools.timings._kind(*kind_of(job))
    assert kind.running[job.id] == pytest.approx((0.0, stage.engine.looked_at[-2]))


async def test_failed_looks_are_repeated_ever_more_rarely(stage: Stage) -> None:
    fault = engine_errors.NetworkFaultError("reset")
    stage.engine.looks = Turns(*[fault] * 8, stage.engine.succeeded())
    await seen(stage, await stage.running())
    pauses = [
        round(later - earlier, 2)
        for earlier, later in zip(stage.engine.looked_at, stage.engine.looked_at[1:], strict=False)
    ]
    assert pauses == [0.25, 0.5, 1, 2, 4, 7.5, 7.5, 7.5]


async def test_the_engines_clock_says_how_long_a_task_took(stage: Stage) -> None:
    stage.engine.looks = Turns(*[PENDING] * 5, stage.engine.succeeded(run_seconds=1.25))
    assert (await seen(stage, await stage.running())).run_seconds == 1.25


@pytest.mark.parametrize("told", [0.0, -1.0, 5000.0])
async def test_a_run_time_that_cannot_be_is_put_between_the_last_looks(
    stage: Stage, told: float
) -> None:
    stage.engine.looks = Turns(PENDING, stage.engine.succeeded(run_seconds=told))
    view = await seen(stage, await stage.running())
    assert view.run_seconds == pytest.approx(sum(stage.engine.looked_at) / 2)


async def test_a_task_found_long_after_its_submit_teaches_no_run_time(stage: Stage) -> None:
    stage.engine.looks = Turns(stage.engine.succeeded())
    assert (await seen(stage, await stage.running(ago=7200))).run_seconds is None
