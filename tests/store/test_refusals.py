"""What a database will never take fails once and alone; whatever text comes is taken."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.ids import TaskId
from bot.domain.job import JobState
from bot.domain.policy import Policy
from bot.domain.request import Lora
from bot.errors import StoreError, StoreRefusedError
from bot.store.failures import refuse_unstorable
from tests.store.builders import (
    FULL,
    MESSAGE,
    NOON,
    make_job,
    make_request,
    put,
    put_claimed,
    reread,
    run_sql,
)

if TYPE_CHECKING:
    from bot.domain.ports import JobStore
    from bot.store.database import Database

FOREIGN, STORED = "a\0b\ud800c é", "ab?c é"
MIB = 1 << 20


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("run_seconds", float("nan")),
        ("run_seconds", float("inf")),
        ("refusals", 2**31),
        ("submits_lost", -(2**31) - 1),
        ("detection_level", 10**4000),
    ],
)
async def test_a_number_that_no_database_keeps_is_refused_and_nothing_saved(
    store: JobStore, field: str, value: float
) -> None:
    job = await put_claimed(store, make_job())
    changes: dict[str, Any] = {field: value, "state": JobState.RUNNING}
    with pytest.raises(StoreRefusedError, match=field):
        await store.save(replace(job, **changes), holder="w", now=NOON)
    assert await reread(store, job) == job
    assert await store.save(replace(job, state=JobState.RUNNING), holder="w", now=NOON)


async def test_the_largest_numbers_are_kept(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    large = replace(
        job,
        refusals=2**31 - 1,
        detection_level=-(2**31),
        address=replace(job.address, message_id=2**63 - 1),
    )
    assert await store.save(large, holder="w", now=NOON)
    assert await reread(store, job) == large


async def test_a_job_that_cannot_be_kept_is_refused_and_its_neighbours_are_not(
    store: JobStore,
) -> None:
    jobs = [make_job(name) for name in "abc"]
    jobs[1] = replace(jobs[1], address=replace(jobs[1].address, size_limit=2**63))
    accepts = [
        store.accept(job, policy=Policy(), max_queued=9, room=FULL, now=NOON) for job in jobs
    ]
    results = await asyncio.gather(*accepts, return_exceptions=True)
    assert [isinstance(result, StoreRefusedError) for result in results] == [False, True, False]
    assert [await store.get(job.id) is not None for job in jobs] == [True, False, True]


async def test_an_id_that_is_there_costs_its_neighbours_nothing(store: JobStore) -> None:
    await put(store, make_job("b"))
    accepts = [
        store.accept(make_job(name), policy=Policy(), max_queued=9, room=FULL, now=NOON)
        for name in "abc"
    ]
    results = await asyncio.gather(*accepts, return_exceptions=True)
    assert [isinstance(result, StoreRefusedError) for result in results] == [False, True, False]


async def test_an_answer_that_cannot_be_kept_costs_its_neighbour_nothing(
    database: Database, store: JobStore
) -> None:
    for name in "ab":
        await put(store, make_job(name), answer=False)
    answers = [
        store.answered(make_job("a").id, 2**63),
        store.answered(make_job("b").id, MESSAGE),
    ]
    results = await asyncio.gather(*answers, return_exceptions=True)
    assert isinstance(results[0], StoreRefusedError)
    assert (await reread(store, make_job("b"))).address.message_id == MESSAGE


async def test_any_text_is_saved_without_what_no_database_takes(store: JobStore) -> None:
    request = make_request(
        prompt=FOREIGN, model=FOREIGN, loras=(Lora(FOREIGN),), embeddings=(FOREIGN,), vae=FOREIGN
    )
    job = make_job(request=request)
    job = await put_claimed(store, replace(job, address=replace(job.address, token=FOREIGN)))
    running = replace(job, state=JobState.RUNNING, task_id=TaskId(FOREIGN), detail=FOREIGN)
    assert await store.save(running, holder="w", now=NOON)
    found = await reread(store, job)
    assert (found.task_id, found.detail, found.address.token) == (STORED, STORED, STORED)
    assert found.request == request
    assert await store.owner_of(TaskId(FOREIGN)) == job.id


async def test_text_of_any_length_is_saved(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    # Random letters would do too; these a database cannot press into a page of an index.
    task = TaskId("".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(MIB)))
    running = replace(job, state=JobState.RUNNING, task_id=task, detail="d" * MIB)
    assert await store.save(running, holder="w", now=NOON)
    assert await reread(store, job) == running
    assert await store.owner_of(task) == job.id


async def test_what_the_database_itself_refuses_is_a_refusal(database: Database) -> None:
    insert = "INSERT INTO meta (key, value) VALUES (:key, :value)"
    await run_sql(database, insert, key="k", value="v")
    for key, value in (("k", "w"), ("l", None)):
        with pytest.raises(StoreRefusedError, match="the database refused this: "):
            await run_sql(database, insert, key=key, value=value)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_full_disk_is_no_refusal(database: Database, store: JobStore) -> None:
    await run_sql(database, "PRAGMA max_page_count = 1")
    large = make_job(request=make_request(embeddings=("x" * MIB,)))
    with pytest.raises(StoreError, match="full") as caught:
        await put(store, large)
    assert not isinstance(caught.value, StoreRefusedError)
    await run_sql(database, "PRAGMA max_page_count = 1000000")
    await put(store, large)


def test_what_is_no_number_is_not_measured() -> None:
    refuse_unstorable({"refusals": None, "detail": "x", "shown": True, "run_seconds": 1.5})
