"""What is cleaned up at the engines when jobs have ended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot import engine_errors
from bot.domain.ids import GuildId, TaskId, UserId
from bot.domain.job import JobState
from bot.jobs.leftovers import MOST
from tests.store.builders import make_job
from tests.unit.jobs.turns import Turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.unit.jobs.stage import Stage


@pytest.fixture
async def cleaning(stage: Stage) -> AsyncIterator[Stage]:
    task = asyncio.create_task(stage.tools.leftovers.run())
    yield stage
    assert not task.done()
    task.cancel()


async def test_a_cancelled_job_has_its_task_ended(cleaning: Stage) -> None:
    job = await cleaning.running()
    by, guild = UserId(job.user_id), GuildId(job.guild_id)
    await cleaning.jobs.cancel(job.id, by=by, guild_id=guild, may_manage=False)
    await asyncio.sleep(0.1)
    assert cleaning.engine.cancelled == cleaning.engine.forgotten == [job.task_id]


async def test_a_job_that_ran_out_of_time_has_its_task_ended(cleaning: Stage) -> None:
    cleaning.engine.runs = 10_000.0
    job = await cleaning.running()
    await cleaning.work(job)
    await asyncio.sleep(0.1)
    assert cleaning.engine.cancelled == [job.task_id]


async def test_a_delivered_job_is_only_forgotten(cleaning: Stage) -> None:
    job = await cleaning.running()
    await cleaning.work(job)
    await asyncio.sleep(0.1)
    assert (cleaning.engine.cancelled, cleaning.engine.forgotten) == ([], [job.task_id])


async def test_a_job_without_a_task_leaves_nothing(cleaning: Stage) -> None:
    cleaning.tools.leftovers.add(make_job("a", state=JobState.CANCELLED))
    await asyncio.sleep(0.1)
    assert cleaning.engine.cancelled == []


async def test_an_engine_that_fails_or_is_silent_holds_nobody_up(cleaning: Stage) -> None:
    cleaning.engine.cancels = Turns[Exception | float](
        engine_errors.NetworkFaultError("away"), 1000.0, 0.0
    )
    jobs = [
        make_job(name, state=JobState.CANCELLED, task_id=TaskId(name)) for name in ("a", "b", "c")
    ]
    gone = make_job("d", state=JobState.CANCELLED, task_id=TaskId("d"), engine="gone")
    for job in (*jobs, gone):
        cleaning.tools.leftovers.add(job)
    await asyncio.sleep(11)
    assert cleaning.engine.cancelled == ["a", "b", "c"]
    assert cleaning.engine.forgotten == ["c"]


async def test_a_bug_in_cleaning_up_costs_one_job_and_not_the_bot(
    cleaning: Stage, logs: list[dict[str, Any]]
) -> None:
    cleaning.engine.cancels = Turns[Exception | float](ZeroDivisionError("a bug"), 0.0)
    for name in ("a", "b"):
        cleaning.tools.leftovers.add(make_job(name, state=JobState.CANCELLED, task_id=TaskId(name)))
    await asyncio.sleep(1)
    assert cleaning.engine.cancelled == ["a", "b"]
    assert cleaning.engine.forgotten == ["b"]
    assert [entry["event"] for entry in logs] == ["loop.failed"]


async def test_more_than_there_is_room_for_is_left(stage: Stage) -> None:
    for number in range(MOST + 1):
        name = str(number)
        stage.tools.leftovers.add(make_job(name, state=JobState.CANCELLED, task_id=TaskId(name)))
