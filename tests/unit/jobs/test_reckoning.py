"""Small parts that reckon: the gate, the rate of images, deadlines, learned run times."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import JobId, TaskId
from bot.domain.job import PRIVATE_LIFE
from bot.jobs.clock import SystemClock
from bot.jobs.deadlines import MOST, Deadlines
from bot.jobs.gate import Gate
from bot.jobs.image_rate import WINDOW, ImageRate
from bot.jobs.timings import KINDS, REMEMBERED, Timings
from tests.store.builders import NOON, make_job, make_request

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage

HOUR = timedelta(hours=1)


def test_a_gate_opens_when_its_time_has_come_and_never_sooner() -> None:
    gate = Gate()
    assert gate.wait(100) == 0
    gate.close_until(105)
    gate.close_until(102)
    assert gate.wait(100) == 5
    assert gate.wait(105) == gate.wait(106) == 0


def test_what_a_minute_takes_is_spent_and_comes_back() -> None:
    rate = ImageRate(20)
    rate.spend(8, 0)
    rate.spend(8, 30)
    assert not rate.is_spent(4, 59)
    assert rate.is_spent(5, 59)
    assert not rate.is_spent(12, WINDOW)
    assert rate.is_spent(13, WINDOW)


def test_a_job_larger_than_a_minute_waits_for_nobody_but_others() -> None:
    rate = ImageRate(4)
    assert not rate.is_spent(8, 0)
    rate.spend(1, 0)
    assert rate.is_spent(8, 1)


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


def test_like_work_is_learned_together_and_other_work_apart() -> None:
    timings = Timings([("m", 10.0, 3.0)] * REMEMBERED)
    learned = timings.window("m", 10.5)
    assert learned is not None
    assert learned.low < 3 < learned.high
    assert timings.window("m", 100.0) is None
    assert timings.window("other", 10.0) is None


def test_only_the_last_run_times_count() -> None:
    timings = Timings([("m", 10.0, 3.0)] * REMEMBERED + [("m", 10.0, 9.0)] * REMEMBERED)
    learned = timings.window("m", 10.0)
    assert learned is not None
    assert learned.low > 3


def test_the_kinds_of_work_remembered_are_bounded() -> None:
    timings = Timings((f"m{number}", 10.0, 3.0) for number in range(KINDS + 1))
    assert timings.window("m0", 10.0) is None
    assert timings.window(f"m{KINDS}", 10.0) is not None


def test_what_is_gone_is_no_pioneer() -> None:
    timings = Timings()
    for number in range(10):
        timings.runs("m", 10.0, JobId(str(number)), 30.0)
    assert timings.window("m", 10.0) is not None
    timings.gone("m", 10.0, JobId("3"))
    timings.gone("never seen", 10.0, JobId("3"))
    assert timings.window("m", 10.0) is None


def test_members_are_promised_the_end_of_the_window() -> None:
    timings = Timings()
    assert timings.expected("m", 10.0) == 6
    for _ in range(REMEMBERED):
        timings.learn("m", 10.0, 30.0)
    assert 30 < timings.expected("m", 10.0) < 33


async def test_an_event_ends_a_wait_and_is_cleared() -> None:
    clock, event = SystemClock(), asyncio.Event()
    asyncio.get_running_loop().call_later(3, event.set)
    await clock.wait(10, event)
    assert clock.steady() == 3
    assert not event.is_set()
    await clock.wait(10, event)
    assert clock.steady() == 13
    await clock.wait(10)
    assert clock.steady() == 23


def test_chance_and_calendar_are_the_machines() -> None:
    clock = SystemClock()
    assert all(0 <= clock.chance() < 1 for _ in range(100))
    assert clock.now().utcoffset() == timedelta()
