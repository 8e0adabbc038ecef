"""Many like tasks at once, of which nothing is known yet: what it costs to see them all end."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from bot.domain.job import JobState
from bot.domain.ports import Submission, TaskView
from bot.jobs.steps.watch import watch
from tests.store.builders import make_job
from tests.unit.jobs.stage import ASKED

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage


@dataclass(frozen=True, slots=True)
class Cost:
    """Of each task on average."""

    looks: float
    late: float
    """Seconds from its end until somebody saw it."""


async def submitted(stage: Stage, number: int, runs: float) -> Job:
    now = stage.clock.now()
    job = make_job(f"j{number}", created_at=now)
    asked = Submission(job_id=job.id, request=job.request, asked=ASKED)
    task_id = await stage.engine.submit(asked)
    stage.engine.runs_of[task_id] = runs
    return replace(job, state=JobState.RUNNING, task_id=task_id, submit_at=now)


async def all_watched(stage: Stage, count: int, low: float, high: float) -> Cost:
    """Watch tasks that come at a hundred a second and run for ``low`` to ``high`` seconds."""
    chance = random.Random(3)  # noqa: S311 - a simulation, not a secret
    timings, late = stage.tools.timings, list[float]()

    async def one(number: int) -> None:
        runs = chance.uniform(low, high)
        ends = stage.clock.steady() + runs
        job = await submitted(stage, number, runs)
        view = await watch(stage.tools, job, asyncio.Event())
        late.append(stage.clock.steady() - ends)
        assert isinstance(view, TaskView)
        assert view.run_seconds is not None
        timings.gone(job.request.model, job.request.work, job.id)
        timings.learn(job.request.model, job.request.work, view.run_seconds)

    async with asyncio.TaskGroup() as crowd:
        for number in range(count):
            crowd.create_task(one(number))
            await asyncio.sleep(0.01)
    return Cost(len(stage.engine.looked_at) / count, fmean(late))


async def test_looks_are_kept_for_when_tasks_end(stage: Stage) -> None:
    cost = await all_watched(stage, 300, 12, 15)
    assert cost.looks < 3
    assert cost.late < 2.5


async def test_of_very_many_none_waits_for_looks_that_find_nothing(stage: Stage) -> None:
    cost = await all_watched(stage, 1000, 12, 15)
    assert cost.looks < 1.8
    assert cost.late < 6


async def test_tasks_that_run_for_long_are_not_looked_at_all_the_while(stage: Stage) -> None:
    cost = await all_watched(stage, 10, 60, 65)
    assert cost.looks < 55
    assert cost.late < 5
