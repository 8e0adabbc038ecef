from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.domain.ids import JobId
from bot.domain.job import PRIVATE_LIFE, JobState
from tests.store.builders import (
    AMPLE,
    LATER,
    MESSAGE,
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
    from datetime import datetime

    from bot.domain.job import Job
    from bot.domain.ports import JobStore
    from bot.store.database import Database

FAR = LATER + 60 * SECOND


async def adopt(store: JobStore, *, now: datetime, holder: str = "v") -> list[str]:
    return [str(job.id) for job in await store.adopt(holder, now=now, until=FAR)]


async def move(store: JobStore, job: Job, *states: JobState, holder: str = "w") -> Job:
    for state in states:
        assert await store.save(replace(job, state=state), holder=holder, now=NOON)
    return await reread(store, job)


async def test_a_job_is_adopted_only_when_its_lease_is_over(store: JobStore) -> None:
    await put_claimed(store, make_job())
    assert await adopt(store, now=LATER - SECOND) == []
    assert await adopt(store, now=LATER) == ["a"]


async def test_an_adopted_job_is_leased_anew(store: JobStore) -> None:
    await put_claimed(store, make_job())
    await adopt(store, now=LATER)
    assert await adopt(store, now=LATER, holder="u") == []
    assert await adopt(store, now=FAR, holder="u") == ["a"]


async def test_a_heartbeat_extends_the_leases_of_its_holder_alone(store: JobStore) -> None:
    for name in "ab":
        await put_claimed(store, make_job(name), holder="w")
    await put_claimed(store, make_job("c"), holder="dead")
    held = await store.extend("w", [JobId("a"), JobId("b"), JobId("c")], until=FAR)
    assert held == {"a", "b"}
    assert await adopt(store, now=LATER) == ["c"]
    assert await adopt(store, now=FAR, holder="u") == ["a", "b", "c"]


async def test_a_lease_that_nobody_works_on_lapses_even_for_its_holder(store: JobStore) -> None:
    for name in "ab":
        await put_claimed(store, make_job(name), holder="w")
    assert await store.extend("w", [JobId("a")], until=FAR) == {"a"}
    assert await adopt(store, now=LATER, holder="w") == ["b"]


async def test_nothing_is_extended_when_nothing_is_worked_on(store: JobStore) -> None:
    await put_claimed(store, make_job(), holder="w")
    assert await store.extend("w", [], until=FAR) == frozenset()


@pytest.mark.parametrize(("column", "value"), [("request", '{"steps": 200}'), ("places", "null")])
async def test_a_row_that_cannot_be_read_ends_and_stops_no_other(
    store: JobStore, database: Database, column: str, value: str
) -> None:
    await put(store, make_job("bad"))
    await put(store, make_job("good", created_at=NOON + SECOND))
    statement = f"UPDATE jobs SET {column} = :value WHERE id = 'bad'"  # noqa: S608 # our own text
    await run_sql(database, statement, value=value)
    claimed = await store.claim("w", now=LATER, until=FAR, room=AMPLE)
    assert [job.id for job in claimed] == ["good"]
    left = sa.text("SELECT state, token FROM jobs WHERE id = 'bad'")
    found = await database.read(lambda connection: connection.execute(left).one())
    assert tuple(found) == (JobState.FAILED, "")


async def test_a_job_found_submitting_has_lost_a_submission(store: JobStore) -> None:
    await put_claimed(store, make_job())
    [adopted] = await store.adopt("v", now=LATER, until=FAR)
    assert (adopted.state, adopted.submits_lost) == (JobState.SUBMITTING, 1)
    assert (await reread(store, adopted)).submits_lost == 1


@pytest.mark.parametrize("last", [JobState.RUNNING, JobState.DELIVERING, JobState.DELIVERED])
async def test_a_job_with_a_task_is_adopted_as_it_is(store: JobStore, last: JobState) -> None:
    job = await put_claimed(store, make_job())
    way = [JobState.RUNNING, JobState.DELIVERING, JobState.DELIVERED]
    left = await move(store, job, *way[: way.index(last) + 1])
    assert list(await store.adopt("v", now=LATER, until=FAR)) == [left]


async def test_a_job_that_is_over_is_left_alone(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    await store.save(replace(job, state=JobState.FAILED, shown=True), holder="w", now=NOON)
    assert await adopt(store, now=FAR) == []


@pytest.mark.parametrize(("age", "adopted"), [(10, []), (11, ["a"])])
async def test_an_unanswered_job_is_adopted_after_ten_seconds(
    store: JobStore, age: int, adopted: list[str]
) -> None:
    await put(store, make_job(), answer=False)
    assert await adopt(store, now=NOON + age * SECOND) == adopted


async def test_an_unanswered_job_is_not_adopted_before_it_is_due(store: JobStore) -> None:
    await put(store, make_job(due_at=LATER), answer=False)
    assert await adopt(store, now=LATER - SECOND) == []
    assert await adopt(store, now=LATER) == ["a"]


async def test_an_answered_job_in_the_queue_is_nobodys_to_adopt(store: JobStore) -> None:
    await put(store, make_job())
    assert await adopt(store, now=FAR) == []


async def test_an_adopter_that_saves_does_not_forget_an_answer_that_came_late(
    store: JobStore,
) -> None:
    await put(store, make_job(), answer=False)
    [adopted] = await store.adopt("v", now=LATER, until=FAR)
    await store.answered(adopted.id, MESSAGE)
    await store.save(adopted, holder="v", now=NOON)
    assert (await reread(store, adopted)).address.message_id == MESSAGE


async def test_released_jobs_are_adopted_at_once_and_others_not(store: JobStore) -> None:
    await put_claimed(store, make_job("a"), holder="w")
    await put_claimed(store, make_job("b"), holder="other")
    await store.release("w")
    assert await adopt(store, now=NOON) == ["a"]


async def test_releasing_all_frees_even_what_a_canceller_was_to_show(store: JobStore) -> None:
    await put_claimed(store, make_job("a"), holder="w")
    await put(store, make_job("b"))
    await store.cancel(make_job("b").id, now=NOON)
    await store.release_all()
    assert await adopt(store, now=NOON) == ["a", "b"]


async def test_who_released_a_job_can_no_longer_save_it(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    await store.release("w")
    assert not await store.save(replace(job, state=JobState.RUNNING), holder="w", now=NOON)


async def test_what_is_worked_on_is_not_adopted_by_its_own_holder(store: JobStore) -> None:
    for name in "ab":
        await put_claimed(store, make_job(name), holder="w")
    adopted = await store.adopt("w", now=LATER, until=FAR, working=[JobId("a")])
    assert [job.id for job in adopted] == ["b"]
    assert (await reread(store, make_job("a"))).submits_lost == 0


async def test_what_another_worked_on_is_adopted_whatever_we_work_on(store: JobStore) -> None:
    await put_claimed(store, make_job("a"), holder="dead")
    await put_claimed(store, make_job("b"))
    await store.release("w")
    adopted = await store.adopt("w", now=LATER, until=FAR, working=[JobId("a"), JobId("b")])
    assert [job.id for job in adopted] == ["a", "b"]


async def test_racing_adopters_never_take_a_job_twice(
    stores: Sequence[JobStore],
) -> None:
    for n in range(30):
        await put_claimed(stores[0], make_job(f"j{n}"))
    taken = await asyncio.gather(
        *(adopt(stores[n % 2], now=LATER, holder=f"v{n}") for n in range(8))
    )
    assert sorted(name for names in taken for name in names) == sorted(f"j{n}" for n in range(30))


async def test_a_private_job_whose_time_is_over_is_adopted_from_the_queue(
    store: JobStore,
) -> None:
    job = await put(store, make_job(request=make_request(private=True)))
    other = await put(store, make_job("public"))
    end = NOON + PRIVATE_LIFE
    assert await store.adopt("w", now=end, until=end + 30 * SECOND) == []
    late = end + SECOND
    adopted = await store.adopt("w", now=late, until=late + 30 * SECOND)
    assert [found.id for found in adopted] == [job.id] != [other.id]
