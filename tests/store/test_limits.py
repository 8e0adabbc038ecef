"""What a member, and what all in a place, may have: counted and reserved in one transaction."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.job import JobState
from bot.domain.policy import Policy, PolicyPatch, Pool
from bot.domain.quotas import Quota, in_places
from bot.errors import RefusedError
from tests.store.builders import (
    ANN,
    BEN,
    FULL,
    GUILD,
    NOON,
    make_job,
    put,
    put_claimed,
    put_delivering,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.job import Job
    from bot.domain.ports import JobStore, QueueStore, UsageStore

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SERVER = PlaceId(GUILD)
CATEGORY, CHANNEL, THREAD, OTHER = PlaceId(3), PlaceId(44), PlaceId(144), PlaceId(4)
CHAIN = (THREAD, CHANNEL, CATEGORY, SERVER)


async def taken(store: JobStore, job: Job, policy: Policy) -> str:
    """Ask for a job; return why not, or nothing."""
    try:
        await store.accept(job, policy=policy, max_queued=1000, room=FULL, now=job.created_at)
    except RefusedError as refused:
        return str(refused)
    return ""


async def test_a_hundred_at_once_with_ten_left_make_ten_jobs(stores: Sequence[JobStore]) -> None:
    """Whatever bounds them: the member's hour or day, their jobs at once, or all in the channel."""
    # What the others made before counts for all together.
    pool = Pool(place=OTHER, daily=30 + 10)
    bounds = {
        "hour": Policy(hourly_images=10),
        "day": Policy(daily_images=10),
        "jobs": Policy(jobs=10),
        "pool": Policy(pools=(pool,)),
    }
    for user, (name, policy) in enumerate(bounds.items(), 100):
        jobs = [make_job(f"{name}{n}", user_id=UserId(user)) for n in range(100)]
        if name == "pool":
            jobs = [replace(job, user_id=UserId(200 + n % 3)) for n, job in enumerate(jobs)]
        told = await asyncio.gather(
            *(taken(stores[n % 2], job, policy) for n, job in enumerate(jobs))
        )
        assert told.count("") == 10, name


async def test_an_hour_rolls_and_says_when_enough_returns(store: JobStore) -> None:
    policy = Policy(hourly_images=4, daily_images=100)
    await put(store, make_job("old", images=8, created_at=NOON - HOUR))
    for minute, images in ((0, 1), (10, 2), (20, 1)):
        job = make_job(f"j{minute}", images=images, created_at=NOON + minute * MINUTE)
        assert not await taken(store, job, policy)

    async def asked(images: int, policy: Policy, minute: int = 30) -> str:
        job = make_job(f"asked{images}", images=images, created_at=NOON + minute * MINUTE)
        return await taken(store, job, policy)

    def at(minute: int) -> str:
        return f"<t:{(NOON + HOUR + minute * MINUTE).timestamp():.0f}:R>"

    assert f"used all 4 of this hour's images here. The next one returns {at(0)}" in await asked(
        1, policy
    )
    wide = replace(policy, hourly_images=5)
    assert f"only 1 of your 5 an hour is left here. Enough of them return {at(10)}" in await asked(
        3, wide
    )
    assert "the limit here is 4 an hour" in await asked(5, replace(policy, hourly_images=4), 90)
    assert "hourly limit is 0" in await asked(1, replace(policy, hourly_images=0))
    # The day ends later than the hour, so it is what is told.
    day = NOON + DAY - HOUR
    both = await asked(1, Policy(hourly_images=4, daily_images=12))
    assert f"all 12 of today's images here. The next one returns <t:{day.timestamp():.0f}" in both
    assert not await asked(1, policy, 60)


async def test_jobs_at_once_are_those_that_wait_and_those_under_way_here(store: JobStore) -> None:
    policy = Policy(jobs=3)
    delivered = await put_delivering(store, make_job("delivered"))
    ended = replace(delivered, state=JobState.DELIVERED, ended_at=NOON, shown=True)
    assert await store.save(ended, holder="w", now=NOON)
    await put_claimed(store, make_job("flying"))
    await put(store, make_job("there", guild_id=GuildId(8)))
    await put(store, make_job("ben's", user_id=BEN))
    waiting = await put(store, make_job("waiting"))
    assert not await taken(store, make_job("third"), policy)
    assert "already have 3 jobs waiting or under way in this server" in await taken(
        store, make_job("fourth"), policy
    )
    assert await store.cancel(waiting.id, now=NOON)
    assert not await taken(store, make_job("again"), policy)


async def test_each_place_counts_what_all_have_in_it_and_within(store: JobStore) -> None:
    said = {
        THREAD: PolicyPatch(max_images=3),
        CHANNEL: PolicyPatch(place_hourly_images=4),
        SERVER: PolicyPatch(place_daily_images=9, place_hourly_images=8),
    }
    policy = in_places(said, CHAIN, GUILD, Policy())
    assert policy.pools == (
        Pool(place=CHANNEL, hourly=4),
        Pool(place=SERVER, is_server=True, hourly=8, daily=9),
    )
    assert (policy.place_hourly_images, policy.place_daily_images) == (4, 9)
    elsewhere = in_places(said, (OTHER, SERVER), GUILD, Policy())
    await put(store, make_job("a", images=2, places=CHAIN))
    await put(store, make_job("b", images=1, places=CHAIN[1:], user_id=BEN))
    await put(store, make_job("c", images=2, places=(OTHER, SERVER), user_id=BEN))
    gone = await put(store, make_job("gone", images=8, places=CHAIN))
    assert await store.cancel(gone.id, now=NOON)
    await put(store, make_job("d", images=8, guild_id=GuildId(8), places=(PlaceId(9), PlaceId(8))))
    back = f"<t:{(NOON + HOUR).timestamp():.0f}:R>"

    def asked(name: str, images: int, minute: int = 0, places: tuple[PlaceId, ...] = CHAIN) -> Job:
        moment = NOON + minute * MINUTE
        return make_job(name, images=images, user_id=UserId(77), places=places, created_at=moment)

    lacking = await taken(store, asked("e", 2), policy)
    assert (
        f"left for all members of <#{CHANNEL}>: 1 of 4 an hour. Enough of them return {back}"
        in (lacking)
    )
    assert not await taken(store, asked("f", 1, 1), policy)
    used = await taken(store, asked("g", 1, 2), policy)
    assert f"All 4 images an hour for all members of <#{CHANNEL}> are used" in used
    assert back in used
    too_many = await taken(store, asked("h", 5), policy)
    assert f"<#{CHANNEL}> allows all members together 4 images an hour" in too_many
    # The server's own day holds in every channel, whatever each of them says of itself.
    assert not await taken(store, asked("i", 2, 3, (OTHER, SERVER)), elsewhere)
    last = await taken(store, asked("j", 2, 4, (OTHER, SERVER)), elsewhere)
    assert "left for all members of this server: 1 of 9 a day" in last
    # An hour later the channel has some again, and the server has not.
    whole = await taken(store, asked("k", 2, 61), policy)
    day = f"<t:{(NOON + DAY).timestamp():.0f}:R>"
    assert (
        f"left for all members of this server: 1 of 9 a day. Enough of them return {day}" in whole
    )
    assert not await taken(store, asked("l", 1, 61), policy)


async def test_delivered_and_running_jobs_count_against_a_pool(
    store: JobStore, usage_store: UsageStore
) -> None:
    policy = Policy(pools=(Pool(place=OTHER, daily=3),))
    delivered = await put_delivering(store, make_job("a", user_id=BEN))
    ended = replace(delivered, state=JobState.DELIVERED, ended_at=NOON, shown=True)
    assert await store.save(ended, holder="w", now=NOON)
    await put_claimed(store, make_job("b", user_id=BEN, created_at=NOON - MINUTE))
    assert not await taken(store, make_job("c"), policy)
    assert "All 3 images a day" in await taken(store, make_job("d"), policy)
    quota = Quota(most=3, span=DAY, pool=policy.pools[0])
    times = [await usage_store.returns_at(ANN, GUILD, quota, n, now=NOON) for n in (1, 2, 4)]
    assert times == [NOON - MINUTE + DAY, NOON + DAY, None]


@pytest.mark.parametrize("most", [1, 10])
async def test_a_member_sees_what_is_ahead_of_their_own_jobs(
    store: JobStore, queue: QueueStore, most: int
) -> None:
    assert (await queue.own(ANN, GUILD, most=most)).total == 0
    await put_claimed(store, make_job("flying"))
    for minute, (name, user) in enumerate([("x", BEN), ("mine", ANN), ("y", BEN), ("then", ANN)]):
        await put(store, make_job(name, user_id=user, created_at=NOON + minute * MINUTE))
    await put(store, make_job("there", guild_id=GuildId(8), created_at=NOON))
    own = await queue.own(ANN, GUILD, most=most)
    told = [(it.job.id, it.ahead) for it in own.waiting]
    assert told == [("mine", 2), ("then", 4)][:most]
    assert (own.total, own.under_way) == (2, 1)
