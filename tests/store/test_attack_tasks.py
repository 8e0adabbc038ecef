"""Two replies that name one new task, saved at once by two processes."""
from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.ids import TaskId
from bot.domain.job import JobState
from bot.errors import TaskTakenError
from tests.store.builders import make_job, put_claimed


async def test_two_saves_at_once_do_not_both_get_one_task(stores) -> None:
    both = 0
    for turn in range(20):
        jobs = [await put_claimed(stores[0], make_job(f"{turn}-{n}")) for n in range(2)]
        runs = [replace(job, state=JobState.RUNNING, task_id=TaskId(f"t{turn}")) for job in jobs]
        outcomes = await asyncio.gather(
            *(store.save(run, holder="w") for store, run in zip(stores, runs, strict=True)),
            return_exceptions=True,
        )
        assert all(it is True or isinstance(it, TaskTakenError) for it in outcomes), outcomes
        both += outcomes == [True, True]
    assert not both, f"{both} of 20 tasks went to two jobs"


async def test_the_same_in_one_process(store) -> None:
    both = 0
    for turn in range(20):
        jobs = [await put_claimed(store, make_job(f"{turn}-{n}")) for n in range(2)]
        runs = [replace(job, state=JobState.RUNNING, task_id=TaskId(f"t{turn}")) for job in jobs]
        outcomes = await asyncio.gather(
            *(store.save(run, holder="w") for run in runs), return_exceptions=True
        )
        both += outcomes == [True, True]
    assert not both, f"{both} of 20 tasks went to two jobs"
