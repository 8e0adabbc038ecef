"""What was written before the clock was set back ends all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.fairness import Room
from bot.domain.job import FARTHEST, JobState
from bot.domain.limits import Usage
from bot.domain.policy import Policy
from tests.store.builders import (
    AMPLE,
    ANN,
    FULL,
    GUILD,
    LATER,
    NOON,
    SECOND,
    make_job,
    put,
    put_claimed,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ports import JobStore

DAY = timedelta(days=1)
BACK = NOON - DAY
"""To where the clock is set back."""


@pytest.mark.parametrize(("ahead", "claimed"), [(FARTHEST, 0), (FARTHEST + SECOND, 1)])
async def test_a_job_that_is_due_farther_ahead_than_any_wait_is_due(
    store: JobStore, ahead: timedelta, claimed: int
) -> None:
    await put(store, make_job(due_at=NOON + ahead))
    assert len(await store.claim("w", now=NOON, until=LATER, room=AMPLE)) == claimed


@pytest.mark.parametrize(("ahead", "adopted"), [(FARTHEST, 0), (FARTHEST + SECOND, 1)])
async def test_a_lease_that_ends_farther_ahead_than_any_lease_is_over(
    store: JobStore, ahead: timedelta, adopted: int
) -> None:
    await put_claimed(store, make_job())
    await store.extend("w", [make_job().id], until=NOON + ahead)
    assert len(await store.adopt("v", now=NOON, until=LATER)) == adopted


async def test_a_queued_job_that_was_leased_before_the_step_is_claimed(store: JobStore) -> None:
    job = await put(store, make_job(created_at=NOON - 11 * SECOND), answer=False)
    await store.adopt("v", now=NOON, until=LATER)
    await store.answered(job.id, 5)
    assert len(await store.claim("w", now=BACK, until=BACK + SECOND, room=AMPLE)) == 1


async def test_an_unanswered_job_from_before_the_step_is_adopted(store: JobStore) -> None:
    await put(store, make_job(), answer=False)
    assert len(await store.adopt("v", now=BACK, until=BACK + SECOND)) == 1


@pytest.mark.parametrize(("back", "claimed"), [(60, 0), (61, 1)])
async def test_images_submitted_in_the_future_do_not_fill_the_minute_for_ever(
    store: JobStore, back: int, claimed: int
) -> None:
    job = await put_claimed(store, make_job(images=4))
    now = NOON - back * SECOND
    assert await store.save(replace(job, state=JobState.FAILED, shown=True), holder="w", now=NOON)
    await put(store, make_job("b", created_at=now))
    room = Room(jobs=9, per_user=9, images=4)
    assert len(await store.claim("w", now=now, until=LATER, room=room)) == claimed


@pytest.mark.parametrize(("back", "last"), [(60, NOON), (61, None)])
async def test_a_job_accepted_in_the_future_starts_no_endless_cooldown_or_day(
    store: JobStore, back: int, last: datetime | None
) -> None:
    await put(store, make_job())
    usage = await store.usage(ANN, GUILD, now=NOON - back * SECOND)
    counted = int(last is not None)
    assert usage == Usage(
        queued=1, jobs=1, hour_images=counted, day_images=counted, last_accepted_at=last
    )


async def test_a_cooldown_still_counts_from_what_was_accepted_after_the_step(
    store: JobStore,
) -> None:
    await put(store, make_job("a"))
    await put(store, make_job("b", created_at=BACK))
    assert (await store.usage(ANN, GUILD, now=BACK + SECOND)).last_accepted_at == BACK


async def test_images_of_a_day_to_come_are_not_todays(store: JobStore) -> None:
    await put(store, make_job("a", images=3))
    await put(store, make_job("b", images=2, created_at=BACK))
    assert (await store.usage(ANN, GUILD, now=BACK)).day_images == 2


async def test_a_member_is_let_in_after_the_step(store: JobStore) -> None:
    await put(store, make_job("a", images=8))
    strict = Policy(cooldown_seconds=3600, daily_images=8)
    job = make_job("b", created_at=BACK)
    await store.accept(job, policy=strict, max_queued=9, room=FULL, now=BACK)
    assert await store.get(job.id) is not None
