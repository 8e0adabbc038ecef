from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.fairness import Room
from bot.domain.ids import UserId
from bot.domain.job import JobState
from tests.store.builders import (
    AMPLE,
    ANN,
    BEN,
    LATER,
    NOON,
    SECOND,
    make_job,
    put,
    put_claimed,
    reread,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ports import JobStore


async def claim(
    store: JobStore, room: Room = AMPLE, *, holder: str = "w", now: datetime = NOON
) -> list[str]:
    return [str(job.id) for job in await store.claim(holder, now=now, until=LATER, room=room)]


async def test_a_claimed_job_is_submitting_from_now(store: JobStore) -> None:
    job = await put(store, make_job())
    [claimed] = await store.claim("w", now=NOON, until=LATER, room=AMPLE)
    assert claimed == replace(job, state=JobState.SUBMITTING, submit_at=NOON, first_submit_at=NOON)
    assert await reread(store, job) == claimed


async def test_the_deadline_counts_from_the_first_claim(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    later = NOON + 5 * SECOND
    await store.save(replace(job, state=JobState.QUEUED, due_at=later), holder="w", now=NOON)
    [again] = await store.claim("v", now=later, until=LATER, room=AMPLE)
    assert (again.first_submit_at, again.submit_at) == (NOON, later)


async def test_an_unanswered_job_waits(store: JobStore) -> None:
    job = await put(store, make_job(), answer=False)
    assert await claim(store) == []
    await store.answered(job.id, 5)
    assert await claim(store) == ["a"]


async def test_a_job_waits_until_it_is_due(store: JobStore) -> None:
    await put(store, make_job(due_at=NOON + SECOND))
    assert await claim(store, now=NOON) == []
    assert await claim(store, now=NOON + SECOND) == ["a"]


async def test_the_oldest_comes_first(store: JobStore) -> None:
    await put(store, make_job("a young one"))
    await put(store, make_job("an old one", user_id=BEN, created_at=NOON - SECOND))
    await put(store, make_job("the oldest", user_id=BEN, created_at=NOON - 2 * SECOND))
    assert await claim(store, Room(jobs=2, per_user=9, images=9)) == ["the oldest", "a young one"]
    assert await claim(store) == ["an old one"]


async def test_of_two_who_have_nothing_in_flight_the_older_job_comes_first(
    store: JobStore,
) -> None:
    await put(store, make_job("a", user_id=ANN))
    await put(store, make_job("b", user_id=BEN, created_at=NOON - SECOND))
    assert await claim(store) == ["b", "a"]


async def test_nobody_starts_more_than_the_share_of_one(store: JobStore) -> None:
    for name in "abc":
        await put(store, make_job(name))
    assert await claim(store, Room(jobs=9, per_user=2, images=99)) == ["a", "b"]


async def test_who_has_fewer_in_flight_comes_first(store: JobStore) -> None:
    await put_claimed(store, make_job("ann1"))
    await put(store, make_job("ann2", created_at=NOON - SECOND))
    await put(store, make_job("ben1", user_id=BEN))
    await put(store, make_job("ben2", user_id=BEN))
    assert await claim(store, replace(AMPLE, jobs=4)) == ["ben1", "ann2", "ben2"]


async def test_what_is_in_flight_is_taken_off_each_users_share(store: JobStore) -> None:
    await put_claimed(store, make_job("a"), holder="elsewhere")
    for name in "bc":
        await put(store, make_job(name))
    assert await claim(store, Room(jobs=9, per_user=2, images=99)) == ["b"]


@pytest.mark.parametrize("state", [JobState.SUBMITTING, JobState.RUNNING, JobState.DELIVERING])
async def test_every_job_in_flight_takes_room(store: JobStore, state: JobState) -> None:
    job = await put_claimed(store, make_job("a"))
    for step in (JobState.SUBMITTING, JobState.RUNNING, JobState.DELIVERING):
        await store.save(replace(job, state=step), holder="w", now=NOON)
        if step is state:
            break
    await put(store, make_job("b", user_id=BEN))
    assert await claim(store, Room(jobs=1, per_user=9, images=99)) == []
    assert await claim(store, Room(jobs=2, per_user=9, images=99)) == ["b"]


async def test_a_lost_lease_still_takes_room(store: JobStore) -> None:
    await put_claimed(store, make_job("a"))
    await store.release("w")
    await put(store, make_job("b", user_id=BEN))
    assert await claim(store, Room(jobs=1, per_user=9, images=99)) == []


@pytest.mark.parametrize(("after", "claimed"), [(59, []), (60, ["b"])])
async def test_images_submitted_within_a_minute_are_taken_off_the_budget(
    store: JobStore, after: int, claimed: list[str]
) -> None:
    job = await put_claimed(store, make_job("a", images=6))
    await store.save(
        replace(job, state=JobState.FAILED, ended_at=NOON, shown=True), holder="w", now=NOON
    )
    await put(store, make_job("b", images=5))
    room = Room(jobs=9, per_user=9, images=10)
    assert await claim(store, room, now=NOON + after * SECOND) == claimed


async def test_a_job_that_fits_the_budget_exactly_is_claimed(store: JobStore) -> None:
    await put_claimed(store, make_job("a", images=5))
    await put(store, make_job("b", images=5))
    assert await claim(store, Room(jobs=9, per_user=9, images=10)) == ["b"]


async def test_a_large_job_is_not_passed_by_a_small_one(store: JobStore) -> None:
    await put_claimed(store, make_job("before", images=2, user_id=UserId(3)))
    await put(store, make_job("large", images=8))
    await put(store, make_job("small", user_id=BEN, created_at=NOON + SECOND))
    assert await claim(store, Room(jobs=9, per_user=9, images=9), now=LATER) == []


async def test_a_cancelled_job_is_not_claimed(store: JobStore) -> None:
    job = await put(store, make_job())
    await store.cancel(job.id, now=NOON)
    assert await claim(store) == []


async def test_a_job_that_is_being_looked_for_is_not_claimed_until_it_is_given_back(
    store: JobStore,
) -> None:
    job = await put(store, make_job(created_at=NOON - 11 * SECOND), answer=False)
    [adopted] = await store.adopt("v", now=NOON, until=LATER)
    await store.answered(job.id, 5)
    assert await claim(store) == []
    assert await store.save(adopted, holder="v", now=NOON)
    assert await claim(store) == ["a"]


async def test_eight_claimers_in_two_processes_never_take_a_job_twice(
    stores: Sequence[JobStore],
) -> None:
    for n in range(200):
        await put(stores[0], make_job(f"j{n}", user_id=UserId(n % 20)))

    async def work(number: int) -> list[str]:
        taken: list[str] = []
        room = replace(AMPLE, jobs=200)
        while found := await claim(
            stores[number % 2], replace(room, per_user=10), holder=f"w{number}"
        ):
            taken += found
        return taken

    taken = [name for names in await asyncio.gather(*map(work, range(8))) for name in names]
    assert len(taken) == len(set(taken)) == 200


async def test_racing_claimers_keep_within_the_room(stores: Sequence[JobStore]) -> None:
    for n in range(40):
        await put(stores[0], make_job(f"j{n}", user_id=ANN if n % 2 else BEN))
    room = Room(jobs=5, per_user=3, images=99)
    claims = await asyncio.gather(*(claim(stores[n % 2], room, holder=f"w{n}") for n in range(8)))
    assert sum(map(len, claims)) == 5


async def test_a_job_larger_than_the_whole_budget_goes_when_all_of_it_is_there(
    store: JobStore,
) -> None:
    await put(store, make_job(images=8))
    await put(store, make_job("next", created_at=NOON + SECOND))
    room = Room(jobs=9, per_user=9, images=4)
    assert [job.id for job in await store.claim("w", now=NOON, until=LATER, room=room)] == ["a"]
    assert await store.claim("w", now=LATER, until=LATER, room=room) == ()
    freed = NOON + 61 * SECOND
    assert len(await store.claim("w", now=freed, until=freed + SECOND, room=room)) == 1


async def test_one_engine_may_take_fewer_than_all(store: JobStore) -> None:
    await put(store, make_job("on another", engine="novita"))
    await claim(store, Room(jobs=9, per_user=9, images=99))
    for name in ("a", "b", "c"):
        await put(store, make_job(name, engine="comfyui"))
    room = Room(jobs=9, per_user=9, images=99, engine="comfyui", engine_jobs=1)
    assert await claim(store, room) == ["a"]
    assert await claim(store, room) == []
    assert await claim(store, replace(room, engine_jobs=2)) == ["b"]
    assert await claim(store, replace(room, engine="", engine_jobs=3)) == []
    assert await claim(store, replace(room, jobs=3, engine_jobs=None)) == []
    assert await claim(store, replace(room, engine_jobs=None)) == ["c"]


async def test_images_a_minute_are_those_of_the_engine(store: JobStore) -> None:
    await put(store, make_job("on another", engine="horde", images=8))
    await claim(store, Room(jobs=9, per_user=9, images=99))
    await put(store, make_job("a", engine="novita", images=8))
    assert await claim(store, Room(jobs=9, per_user=9, images=10)) == []
    assert await claim(store, Room(jobs=9, per_user=9, images=10, engine="novita")) == ["a"]


async def test_jobs_meant_for_another_engine_keep_to_what_that_one_takes(store: JobStore) -> None:
    for name in ("a", "b"):
        await put(store, make_job(name, engine="comfyui", created_at=NOON - SECOND))
    await put(store, make_job("new", engine="novita"))
    room = Room(jobs=9, per_user=9, images=99, engine="novita", others={"comfyui": 1})
    assert await claim(store, room) == ["a", "new"]
    assert await claim(store, room) == []
    assert await claim(store, replace(room, others={"comfyui": 2})) == ["b"]


async def test_jobs_that_wait_for_another_engine_are_passed_by_their_members_own(
    store: JobStore,
) -> None:
    for number in range(3):
        await put(store, make_job(f"old {number}", engine="comfyui", created_at=NOON - SECOND))
    await put(store, make_job("new", engine="novita"))
    room = Room(jobs=9, per_user=2, images=99, engine="novita", others={"comfyui": 0})
    assert await claim(store, room) == ["new"]
