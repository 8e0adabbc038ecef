from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.fairness import Room
from bot.domain.ids import GuildId
from bot.domain.job import JobState
from bot.domain.limits import Usage
from bot.domain.policy import Policy
from bot.errors import RefusedError, StoreError
from bot.failure_kinds import FailureKind
from tests.store.builders import (
    ANN,
    BEN,
    FULL,
    GUILD,
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

    from bot.domain.job import Job
    from bot.domain.ports import JobStore

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def accept(store: JobStore, job: Job, policy: Policy, max_queued: int = 10) -> int:
    accepted = await store.accept(
        job, policy=policy, max_queued=max_queued, room=FULL, now=job.created_at
    )
    return accepted.place_in_queue


async def test_an_accepted_job_is_read_back_as_it_was(store: JobStore) -> None:
    job = make_job(created_at=NOON + timedelta(microseconds=1))
    await accept(store, job, Policy())
    assert await store.get(job.id) == job


async def test_an_unknown_job_is_none(store: JobStore) -> None:
    assert await store.get(make_job("nowhere").id) is None


async def test_the_place_in_the_queue_counts_everybody(store: JobStore) -> None:
    jobs = [make_job("a"), make_job("b", user_id=BEN), make_job("c")]
    assert [await accept(store, job, Policy()) for job in jobs] == [1, 2, 3]


async def test_a_job_in_flight_is_no_longer_in_the_queue(store: JobStore) -> None:
    await put_claimed(store, make_job("a"))
    assert await accept(store, make_job("b"), Policy(), max_queued=1) == 1


async def test_a_member_with_too_many_waiting_is_refused_and_nothing_stored(
    store: JobStore,
) -> None:
    await put(store, make_job("a"))
    with pytest.raises(RefusedError, match="already have 1 job waiting"):
        await accept(store, make_job("b"), Policy(), max_queued=1)
    assert await store.get(make_job("b").id) is None


async def test_a_refusal_leaves_the_next_job_a_clean_transaction(store: JobStore) -> None:
    with pytest.raises(RefusedError):
        await accept(store, make_job("a"), Policy(), max_queued=0)
    assert await accept(store, make_job("b"), Policy()) == 1


@pytest.mark.parametrize(("since", "refused"), [(9, True), (10, False)])
async def test_the_cooldown_counts_from_the_last_job_in_this_guild(
    store: JobStore, since: int, refused: bool
) -> None:
    await put(store, make_job("long ago", created_at=NOON - 60 * SECOND))
    await put(store, make_job("a"))
    job = make_job("b", created_at=NOON + since * SECOND)
    if refused:
        with pytest.raises(RefusedError):
            await accept(store, job, Policy(cooldown_seconds=10))
    else:
        await accept(store, job, Policy(cooldown_seconds=10))


async def test_a_day_is_the_last_twenty_four_hours(store: JobStore) -> None:
    await put(store, make_job("a", images=4, created_at=NOON - DAY))
    await put(store, make_job("b", images=3, created_at=NOON - DAY + timedelta(microseconds=1)))
    assert (await store.usage(ANN, GUILD, now=NOON)).day_images == 3


async def test_who_has_used_their_day_is_told_when_as_many_return_as_they_need(
    store: JobStore,
) -> None:
    for hours, images in enumerate([1, 2, 1]):
        await put(store, make_job(f"j{hours}", images=images, created_at=NOON + hours * HOUR))
    await put(store, make_job("other", images=8, created_at=NOON - HOUR, user_id=BEN))
    await put(store, make_job("there", images=8, created_at=NOON - HOUR, guild_id=GuildId(8)))
    gone = await put(store, make_job("gone", images=8, created_at=NOON - HOUR))
    await store.cancel(gone.id, now=NOON)

    async def returns_at(most: int, images: int) -> str:
        asked = make_job("asked", images=images, created_at=NOON + 3 * HOUR)
        with pytest.raises(RefusedError) as caught:
            await accept(store, asked, Policy(daily_images=most))
        return str(caught.value)

    def at(hours: int) -> str:
        return f"<t:{(NOON + DAY + hours * HOUR).timestamp():.0f}:R>"

    assert at(0) in await returns_at(most=4, images=2)
    assert at(0) in await returns_at(most=5, images=2)
    assert at(1) in await returns_at(most=3, images=1)
    assert at(1) in await returns_at(most=6, images=5)
    assert at(2) in await returns_at(most=1, images=1)
    await accept(store, make_job("b", images=1, created_at=NOON + DAY), Policy(daily_images=4))


async def test_usage_is_a_members_own_and_of_this_guild(store: JobStore) -> None:
    await put(store, make_job("a", images=2))
    await put(store, make_job("b", user_id=BEN, images=5, created_at=NOON + SECOND))
    await put(store, make_job("c", guild_id=GuildId(8), images=7, created_at=NOON + SECOND))
    usage = await store.usage(ANN, GUILD, now=LATER)
    assert usage == Usage(queued=2, jobs=1, hour_images=2, day_images=2, last_accepted_at=NOON)


async def test_failed_and_cancelled_jobs_are_given_back(store: JobStore) -> None:
    failed = await put_claimed(store, make_job("a", images=2))
    changed = failed_with(failed)
    assert await store.save(changed, holder="w", now=NOON)
    await put(store, make_job("b", images=2))
    await store.cancel(make_job("b").id, now=NOON)
    assert await store.usage(ANN, GUILD, now=LATER) == Usage()


async def test_a_delivered_job_still_counts(store: JobStore) -> None:
    job = await put_claimed(store, make_job("a", images=2))
    for state in (JobState.RUNNING, JobState.DELIVERING, JobState.DELIVERED):
        assert await store.save(
            replace(job, state=state, shown=state.is_final), holder="w", now=NOON
        )
    usage = await store.usage(ANN, GUILD, now=LATER)
    assert usage == Usage(queued=0, hour_images=2, day_images=2, last_accepted_at=NOON)


async def test_twenty_at_once_fill_ten_places_and_no_more(
    stores: Sequence[JobStore],
) -> None:
    jobs = [make_job(f"j{n}") for n in range(20)]
    results = await asyncio.gather(
        *(accept(stores[n % 2], job, Policy()) for n, job in enumerate(jobs)),
        return_exceptions=True,
    )
    refused = [result for result in results if isinstance(result, RefusedError)]
    assert len(refused) == 10
    assert sorted(result for result in results if isinstance(result, int)) == list(range(1, 11))


async def test_the_same_id_twice_is_a_store_error(store: JobStore) -> None:
    await put(store, make_job("a", images=2))
    with pytest.raises(StoreError):
        await accept(store, make_job("a", images=3), Policy())
    assert (await reread(store, make_job("a"))).request.images == 2


def failed_with(job: Job) -> Job:
    return replace(job, state=JobState.FAILED, failure=FailureKind.BUG, ended_at=NOON, shown=True)


async def test_what_is_about_to_start_does_not_wait(store: JobStore) -> None:
    room = Room(jobs=9, per_user=2, images=100)

    async def ask(name: str) -> bool:
        job = make_job(name)
        try:
            await store.accept(job, policy=Policy(), max_queued=3, room=room, now=NOON)
        except RefusedError:
            return False
        return True

    assert [await ask(name) for name in "abcdef"] == [True] * 5 + [False]


async def test_a_full_house_lets_nothing_start(store: JobStore) -> None:
    await put_claimed(store, make_job("theirs", user_id=BEN))
    room = Room(jobs=1, per_user=2, images=100)
    await store.accept(make_job("a"), policy=Policy(), max_queued=1, room=room, now=NOON)
    with pytest.raises(RefusedError, match="already have 1 job waiting"):
        await store.accept(make_job("b"), policy=Policy(), max_queued=1, room=room, now=NOON)
