from __future__ import annotations

import asyncio
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import TaskId
from bot.domain.job import MOVES, JobState
from bot.errors import StoreRefusedError
from bot.failure_kinds import FailureKind
from tests.store.builders import (
    AMPLE,
    LATER,
    MESSAGE,
    NOON,
    SECOND,
    TOKEN,
    make_job,
    put,
    put_claimed,
    reread,
)

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.domain.job import Job
    from bot.domain.ports import JobStore
    from bot.store.database import Database

WAYS: dict[JobState, list[JobState]] = {
    JobState.SUBMITTING: [],
    JobState.RUNNING: [JobState.RUNNING],
    JobState.DELIVERING: [JobState.RUNNING, JobState.DELIVERING],
    JobState.DELIVERED: [JobState.RUNNING, JobState.DELIVERING, JobState.DELIVERED],
    JobState.FAILED: [JobState.FAILED],
    JobState.CANCELLED: [JobState.CANCELLED],
}
"""How a claimed job comes to a state that it is held in."""


async def brought_to(store: JobStore, state: JobState, name: str) -> Job:
    job = await put_claimed(store, make_job(name))
    for step in WAYS[state]:
        assert await store.save(replace(job, state=step), holder="w", now=NOON)
    return await reread(store, job)


async def test_all_that_changes_is_saved(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    changed = replace(
        job,
        state=JobState.FAILED,
        address=replace(job.address, message_id=77),
        due_at=NOON + 2 * SECOND,
        first_submit_at=NOON + 3 * SECOND,
        submit_at=NOON + 4 * SECOND,
        submits_lost=1,
        refusals=3,
        task_id=TaskId("t"),
        detection_asked=True,
        detection_level=2,
        run_seconds=1.25,
        ended_at=NOON + 5 * SECOND,
        failure=FailureKind.TASK_FAILED,
        detail="out of memory",
        notes=("size 504×512 → 512×512",),
    )
    assert await store.save(changed, holder="w", now=NOON)
    assert await reread(store, job) == changed


@pytest.mark.parametrize("source", WAYS)
async def test_every_legal_move_is_saved(store: JobStore, source: JobState) -> None:
    for target in MOVES[source] | {source}:
        moved = replace(await brought_to(store, source, target), state=target, detail="moved")
        assert await store.save(moved, holder="w", now=NOON)
        assert await reread(store, moved) == moved


@pytest.mark.parametrize("source", WAYS)
async def test_every_illegal_move_is_a_bug(store: JobStore, source: JobState) -> None:
    for target in set(JobState) - MOVES[source] - {source}:
        job = await brought_to(store, source, target)
        with pytest.raises(ValueError, match=f"from {source} to {target}"):
            await store.save(replace(job, state=target, detail="moved"), holder="w", now=NOON)
        assert await reread(store, job) == job


async def test_a_holder_that_lost_its_lease_writes_nothing(store: JobStore) -> None:
    job = await put_claimed(store, make_job(), holder="slow")
    [adopted] = await store.adopt("quick", now=LATER, until=LATER + SECOND)
    moved = replace(job, state=JobState.RUNNING, task_id=TaskId("of the slow"))
    assert not await store.save(moved, holder="slow", now=NOON)
    assert await reread(store, job) == adopted


async def test_a_lease_that_is_over_but_not_taken_still_saves(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    assert await store.adopt("v", now=LATER - SECOND, until=LATER) == []
    assert await store.save(replace(job, state=JobState.RUNNING), holder="w", now=NOON)


async def test_a_job_that_does_not_exist_is_not_saved(store: JobStore) -> None:
    assert not await store.save(make_job("nowhere"), holder="w", now=NOON)
    assert await store.get(make_job("nowhere").id) is None


async def test_a_queued_job_is_not_anybodys_to_save(store: JobStore) -> None:
    job = await put(store, make_job())
    assert not await store.save(replace(job, state=JobState.FAILED), holder="w", now=NOON)
    assert await reread(store, job) == job


async def test_saving_a_job_queued_ends_the_lease(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    queued = replace(job, state=JobState.QUEUED)
    assert await store.save(queued, holder="w", now=NOON)
    assert not await store.save(queued, holder="w", now=NOON)
    assert len(await store.claim("v", now=NOON, until=LATER, room=AMPLE)) == 1


async def test_a_final_job_is_held_until_it_is_shown(store: JobStore) -> None:
    ended = replace(await put_claimed(store, make_job()), state=JobState.FAILED)
    assert await store.save(ended, holder="w", now=NOON)
    assert await store.save(replace(ended, shown=True), holder="w", now=NOON)
    assert not await store.save(replace(ended, shown=True), holder="w", now=NOON)


@pytest.mark.parametrize(
    ("shown", "token"), [(False, TOKEN), (True, "")], ids=["kept until shown", "erased after"]
)
async def test_the_token_of_an_ended_job(store: JobStore, shown: bool, token: str) -> None:
    ended = replace(await put_claimed(store, make_job()), state=JobState.FAILED, shown=shown)
    await store.save(ended, holder="w", now=NOON)
    assert (await reread(store, ended)).address.token == token


async def test_marking_as_shown_erases_the_token_and_ends_the_lease(store: JobStore) -> None:
    ended = replace(await put_claimed(store, make_job()), state=JobState.FAILED)
    await store.save(ended, holder="w", now=NOON)
    await store.mark_shown(ended.id)
    found = await reread(store, ended)
    assert (found.shown, found.address.token) == (True, "")
    assert not await store.save(ended, holder="w", now=NOON)


async def test_a_job_that_goes_on_cannot_be_marked_as_shown(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    await store.mark_shown(job.id)
    assert await reread(store, job) == job


async def test_the_answer_is_noted_even_when_the_job_was_cancelled_before(
    store: JobStore,
) -> None:
    job = await put(store, make_job(), answer=False)
    await store.cancel(job.id, now=NOON)
    await store.answered(job.id, MESSAGE)
    assert (await reread(store, job)).address.message_id == MESSAGE


async def test_why_images_wait_may_come_later(store: JobStore) -> None:
    job = replace(await put_claimed(store, make_job()), state=JobState.RUNNING, hold="filter")
    assert await store.save(job, holder="w", now=NOON)
    assert (await reread(store, job)).hold == "filter"


async def test_what_no_database_takes_is_left_out_of_the_engines_reason(
    store: JobStore,
) -> None:
    job = await put_claimed(store, make_job())
    await store.save(
        replace(job, state=JobState.FAILED, detail="a\0b\ud800c é"), holder="w", now=NOON
    )
    assert (await reread(store, job)).detail == "ab?c é"


async def test_saves_that_come_together_have_each_their_own_outcome(store: JobStore) -> None:
    for name in "abcde":
        await put(store, make_job(name))
    jobs = await store.claim("w", now=NOON, until=LATER, room=AMPLE)
    a, b, c, d, e = (replace(job, state=JobState.RUNNING, detail="new") for job in jobs)
    outcomes = await asyncio.gather(
        store.save(a, holder="w", now=NOON),
        store.save(replace(b, state=JobState.DELIVERED), holder="w", now=NOON),
        store.save(c, holder="another", now=NOON),
        store.save(replace(d, run_seconds=math.nan), holder="w", now=NOON),
        store.save(e, holder="w", now=NOON),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [
        bool,
        ValueError,
        bool,
        StoreRefusedError,
        bool,
    ]
    assert (outcomes[0], outcomes[2], outcomes[4]) == (True, False, True)
    assert [(await reread(store, job)).detail for job in jobs] == ["new", "", "", "", "new"]


@pytest.mark.parametrize("kind", ["sqlite", "memory"], indirect=True)
async def test_saves_of_one_job_that_come_together_keep_their_order(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    await put(store, make_job("other"))
    way = [JobState.RUNNING, JobState.DELIVERING, JobState.DELIVERED]
    saves = [store.save(replace(job, state=state), holder="w", now=NOON) for state in way]
    assert await asyncio.gather(*saves) == [True] * 3
    assert (await reread(store, job)).state is JobState.DELIVERED


async def test_a_save_whose_caller_is_cancelled_is_written_all_the_same(
    store: JobStore, database: Database
) -> None:
    job = await put_claimed(store, make_job())
    running = replace(job, state=JobState.RUNNING, task_id=TaskId("bought"))
    first = asyncio.create_task(store.save(replace(job, detail="first"), holder="w", now=NOON))
    second = asyncio.create_task(store.save(running, holder="w", now=NOON))
    await asyncio.sleep(0)
    for saving in (first, second):
        saving.cancel()
    await asyncio.wait([first, second])
    await database.close()
    assert (await reread(store, job)).task_id == "bought"


async def test_a_failed_save_leaves_no_trace(store: JobStore, database: Database) -> None:
    job = await put_claimed(store, make_job())

    def fail_half_way(connection: sa.Connection) -> None:
        connection.exec_driver_sql("UPDATE jobs SET detail = 'half'")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await database.transact(fail_half_way)
    assert await reread(store, job) == job
