from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import TaskId
from bot.domain.job import JobState
from bot.errors import TaskTakenError
from tests.store.builders import (
    BEN,
    LATER,
    NOON,
    SECOND,
    make_job,
    make_request,
    put,
    put_claimed,
    reread,
    run_sql,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.job import Job
    from bot.domain.ports import JobStore
    from bot.store.database import Database


async def test_positions_are_the_answered_jobs_of_the_queue_oldest_first(
    store: JobStore,
) -> None:
    await put_claimed(store, make_job("flying"))
    await put(store, make_job("unanswered"), answer=False)
    young = await put(store, make_job("young", created_at=NOON))
    old = await put(store, make_job("old", user_id=BEN, created_at=NOON - SECOND))
    cancelled = await put(store, make_job("cancelled"))
    await store.cancel(cancelled.id, now=NOON)
    assert list(await store.positions(100)) == [old, young]


async def test_jobs_that_are_asked_for_at_once_come_to_whoever_asked(store: JobStore) -> None:
    one, two = await put(store, make_job("one")), await put(store, make_job("two", user_id=BEN))
    asked = [two.id, make_job("nowhere").id, one.id, two.id]
    assert await asyncio.gather(*map(store.get, asked)) == [two, None, one, two]


async def deliver(store: JobStore, name: str, ended: int, seconds: float | None) -> None:
    request = make_request(model=f"model of {name}", steps=10, width=1000, height=500)
    job = await put_claimed(store, make_job(name, request=request))
    for state in (JobState.RUNNING, JobState.DELIVERING, JobState.DELIVERED):
        moved = replace(job, state=state, run_seconds=seconds, ended_at=NOON + ended * SECOND)
        assert await store.save(moved, holder="w", now=NOON)


async def test_timings_are_those_of_the_last_delivered_jobs_oldest_first(
    store: JobStore,
) -> None:
    await deliver(store, "third", 3, 3.5)
    await deliver(store, "first", 1, 1.5)
    await deliver(store, "second", 2, 2.5)
    await deliver(store, "untimed", 4, None)
    await put_claimed(store, make_job("flying"))
    assert list(await store.timings(2)) == [
        ("model of second", 5.0, 2.5),
        ("model of third", 5.0, 3.5),
    ]


async def test_a_request_that_can_no_longer_be_read_teaches_nothing(
    store: JobStore, database: Database
) -> None:
    await deliver(store, "old", 1, 1.5)
    await run_sql(database, "UPDATE jobs SET request = '{}'")
    await deliver(store, "new", 2, 2.5)
    assert list(await store.timings(9)) == [("model of new", 5.0, 2.5)]


async def with_task(store: JobStore, name: str, task: str, second: int = 0) -> Job:
    claimed = await put_claimed(store, make_job(name, created_at=NOON - second * SECOND))
    running = replace(claimed, state=JobState.RUNNING, task_id=TaskId(task))
    assert await store.save(running, holder="w", now=NOON)
    return running


async def test_a_task_is_known_by_the_job_that_has_it(store: JobStore) -> None:
    assert await store.owner_of(TaskId("t")) is None
    job = await with_task(store, "a", "t")
    await with_task(store, "b", "u")
    assert await store.owner_of(TaskId("t")) == job.id


async def test_a_task_is_known_after_its_job_is_over(store: JobStore) -> None:
    job = await with_task(store, "a", "t")
    await store.save(replace(job, state=JobState.FAILED, shown=True), holder="w", now=NOON)
    assert await store.owner_of(TaskId("t")) == job.id


async def test_no_job_gets_the_task_that_another_has_had(store: JobStore) -> None:
    first = await with_task(store, "a", "t")
    await store.save(replace(first, state=JobState.FAILED, shown=True), holder="w", now=NOON)
    second = await put_claimed(store, make_job("b"))
    running = replace(second, state=JobState.RUNNING, task_id=TaskId("t"))
    with pytest.raises(TaskTakenError):
        await store.save(running, holder="w", now=NOON)
    assert await reread(store, second) == second
    assert await store.owner_of(TaskId("t")) == first.id
    assert await store.save(replace(running, task_id=TaskId("u")), holder="w", now=NOON)


async def test_a_lost_lease_says_more_than_a_taken_task(store: JobStore) -> None:
    await with_task(store, "a", "t")
    job = await put_claimed(store, make_job("b"))
    running = replace(job, state=JobState.RUNNING, task_id=TaskId("t"))
    assert not await store.save(running, holder="somebody else", now=NOON)


async def test_a_failed_job_teaches_no_timing(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    failed = replace(job, state=JobState.FAILED, run_seconds=9.0, ended_at=NOON)
    await store.save(failed, holder="w", now=NOON)
    assert list(await store.timings(9)) == []


async def test_of_two_jobs_that_are_told_one_task_at_once_one_gets_it(
    stores: Sequence[JobStore],
) -> None:
    for turn in range(5):
        jobs = [await put_claimed(stores[0], make_job(f"{turn}-{n}")) for n in range(2)]
        runs = [replace(job, state=JobState.RUNNING, task_id=TaskId(f"t{turn}")) for job in jobs]
        outcomes = await asyncio.gather(
            *(
                store.save(run, holder="w", now=NOON)
                for store, run in zip(stores, runs, strict=True)
            ),
            return_exceptions=True,
        )
        assert sorted(type(it).__name__ for it in outcomes) == ["TaskTakenError", "bool"]


async def test_lost_are_the_jobs_of_an_engine_whose_reply_was_lost(store: JobStore) -> None:
    for name, engine, lost in (("a", "horde", 1), ("b", "horde", 0), ("c", "novita", 1)):
        job = await put_claimed(store, make_job(name, engine=engine))
        await store.save(
            replace(job, state=JobState.QUEUED, submits_lost=lost, due_at=LATER),
            holder="w",
            now=NOON,
        )
    found = await store.lost("horde", since=NOON)
    assert [job.id for job in found] == ["a"]


async def test_a_lost_job_that_ended_before_is_forgotten(store: JobStore) -> None:
    job = await put_claimed(store, make_job(engine="horde"))
    ended = replace(job, state=JobState.FAILED, submits_lost=2, ended_at=NOON, shown=True)
    await store.save(ended, holder="w", now=NOON)
    assert [one.id for one in await store.lost("horde", since=NOON - SECOND)] == [job.id]
    assert await store.lost("horde", since=NOON) == []
