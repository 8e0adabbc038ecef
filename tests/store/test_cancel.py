from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.job import JobState
from tests.store.builders import LATER, NOON, SECOND, make_job, put, put_claimed, reread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import JobStore


async def test_a_queued_job_is_cancelled(store: JobStore) -> None:
    job = await put(store, make_job())
    cancelled = replace(job, state=JobState.CANCELLED, ended_at=LATER)
    assert await store.cancel(job.id, now=LATER) == cancelled
    assert await reread(store, job) == cancelled


@pytest.mark.parametrize("state", [JobState.SUBMITTING, JobState.RUNNING])
async def test_a_started_job_is_taken_from_its_holder(store: JobStore, state: JobState) -> None:
    job = await put_claimed(store, make_job())
    await store.save(replace(job, state=state), holder="w", now=NOON)
    cancelled = await store.cancel(job.id, now=NOON)
    assert cancelled is not None
    assert not await store.save(replace(job, state=state, detail="late"), holder="w", now=NOON)
    assert await reread(store, job) == cancelled


@pytest.mark.parametrize("state", [JobState.DELIVERING, JobState.DELIVERED])
async def test_a_job_that_is_being_posted_goes_on(store: JobStore, state: JobState) -> None:
    job = await put_claimed(store, make_job())
    for step in (JobState.RUNNING, JobState.DELIVERING, state):
        assert await store.save(replace(job, state=step), holder="w", now=NOON)
    before = await reread(store, job)
    assert await store.cancel(job.id, now=NOON) is None
    assert await reread(store, job) == before


async def test_a_job_is_cancelled_once(store: JobStore) -> None:
    job = await put(store, make_job())
    first, second = [await store.cancel(job.id, now=NOON + n * SECOND) for n in range(2)]
    assert (first is not None, second) == (True, None)


async def test_an_unknown_job_cannot_be_cancelled(store: JobStore) -> None:
    assert await store.cancel(make_job("nowhere").id, now=NOON) is None


async def test_the_canceller_has_thirty_seconds_to_show_it(store: JobStore) -> None:
    job = await put_claimed(store, make_job())
    await store.cancel(job.id, now=NOON + SECOND)
    end = NOON + 31 * SECOND
    assert await store.adopt("v", now=end - SECOND, until=LATER) == []
    assert [found.id for found in await store.adopt("v", now=end, until=end)] == [job.id]


async def test_a_shown_cancellation_is_nobodys(store: JobStore) -> None:
    job = await put(store, make_job())
    await store.cancel(job.id, now=NOON)
    await store.mark_shown(job.id)
    assert await store.adopt("v", now=LATER, until=LATER + SECOND) == []


async def test_of_a_cancel_and_a_delivery_at_once_exactly_one_wins(
    stores: Sequence[JobStore],
) -> None:
    one, two = stores
    for n in range(20):
        job = await put_claimed(one, make_job(f"j{n}"))
        await one.save(replace(job, state=JobState.RUNNING), holder="w", now=NOON)
        racers = [
            two.cancel(job.id, now=NOON),
            one.save(replace(job, state=JobState.DELIVERING), holder="w", now=NOON),
        ]
        results = await asyncio.gather(*(racers if n % 2 else reversed(racers)))
        cancelled, saved = results if n % 2 else reversed(results)
        assert (cancelled is None) == bool(saved)
        expected = JobState.DELIVERING if saved else JobState.CANCELLED
        assert (await reread(one, job)).state is expected
