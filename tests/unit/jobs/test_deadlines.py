"""When each job has to end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import TaskId
from bot.domain.job import PRIVATE_LIFE
from bot.jobs.deadlines import MOST, Deadlines
from tests.store.builders import NOON, make_job, make_request

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage


HOUR = timedelta(hours=1)


def submitted(ago: timedelta = timedelta(), **said: object) -> Job:
    return replace(make_job(first_submit_at=NOON - ago), **said)  # type: ignore[arg-type] # any field


async def test_a_deadline_counts_from_the_first_submit(stage: Stage) -> None:
    assert stage.tools.left(submitted(timedelta(minutes=5))) == 600
    await asyncio.sleep(601)
    assert stage.tools.left(submitted(timedelta(minutes=5))) == -1


async def test_a_queued_job_has_all_its_time(stage: Stage) -> None:
    job = make_job(created_at=NOON - HOUR)
    assert stage.tools.left(job) == 900


async def test_a_private_job_has_the_life_of_its_token(stage: Stage) -> None:
    job = make_job(request=make_request(private=True), created_at=NOON - timedelta(minutes=3))
    assert stage.tools.left(job) == PRIVATE_LIFE.total_seconds() - 180
    begun = replace(job, first_submit_at=NOON)
    assert stage.tools.left(begun) == PRIVATE_LIFE.total_seconds() - 180


@pytest.mark.parametrize(("task_id", "left"), [(TaskId("t"), 60), (None, 900 - 3600)])
async def test_only_a_job_with_a_task_has_a_last_minute(
    stage: Stage, task_id: TaskId | None, left: float
) -> None:
    assert stage.tools.left(submitted(HOUR, task_id=task_id)) == left


async def test_what_lies_ahead_has_only_just_been(stage: Stage) -> None:
    assert stage.tools.left(submitted(-HOUR)) == 900


async def test_the_calendar_is_read_once_for_each_job(stage: Stage) -> None:
    job = submitted()
    assert stage.tools.left(job) == 900
    stage.clock.step = HOUR
    assert stage.tools.left(job) == 900
    stage.tools.deadlines.forget(job.id)
    assert stage.tools.left(job) == 900 - 3600


async def test_the_deadlines_remembered_are_bounded(stage: Stage) -> None:
    deadlines = Deadlines(stage.clock, HOUR)
    for number in range(MOST + 5):
        deadlines.left(make_job(str(number)))
    assert len(deadlines._ends) == MOST
