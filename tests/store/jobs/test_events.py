"""What happened to a job, told in the order in which it happened."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.event import Event, EventKind
from bot.domain.ids import TaskId
from bot.domain.job import JobState
from bot.domain.policy import Policy
from bot.errors import RefusedError, TaskTakenError
from bot.failure_kinds import FailureKind
from tests.store.builders import (
    AMPLE,
    ANN,
    BEN,
    FULL,
    LATER,
    NOON,
    SECOND,
    make_job,
    put,
    put_claimed,
    put_delivering,
    run_sql,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import JobId
    from bot.domain.ports import EventStore, JobStore
    from bot.store.database import Database

ID = make_job().id


async def kinds(events: EventStore, job_id: JobId = ID) -> list[EventKind]:
    return [event.kind for event in await events.of(job_id)]


async def test_every_move_of_a_job_is_told_with_its_time_and_by_whom(
    store: JobStore, events: EventStore
) -> None:
    job = await put_delivering(store, make_job())
    ended = replace(job, state=JobState.DELIVERED, ended_at=LATER, shown=True)
    assert await store.save(ended, holder="w", now=LATER)
    told = await events.of(ID)
    assert [(event.kind, event.at, event.by) for event in told] == [
        (EventKind.ACCEPTED, NOON, ANN),
        (EventKind.CLAIMED, NOON, None),
        (EventKind.RUNNING, NOON, None),
        (EventKind.DELIVERING, NOON, None),
        (EventKind.DELIVERED, LATER, None),
    ]
    assert told[1] == Event(job_id=ID, kind=EventKind.CLAIMED, at=NOON, details={"holder": "w"})


async def test_a_refused_job_leaves_no_event(store: JobStore, events: EventStore) -> None:
    with pytest.raises(RefusedError):
        await store.accept(make_job(), policy=Policy(), max_queued=0, room=FULL, now=NOON)
    assert await kinds(events) == []


async def test_jobs_accepted_together_have_each_their_own(
    store: JobStore, events: EventStore
) -> None:
    for name in "abc":
        await put(store, make_job(name))
    assert [await kinds(events, make_job(name).id) for name in "abc"] == [[EventKind.ACCEPTED]] * 3


async def test_a_save_that_moves_nothing_is_no_event(store: JobStore, events: EventStore) -> None:
    job = await put_claimed(store, make_job())
    assert await store.save(replace(job, refusals=2), holder="w", now=NOON)
    assert await kinds(events) == [EventKind.ACCEPTED, EventKind.CLAIMED]


async def test_a_move_that_is_not_made_is_no_event(store: JobStore, events: EventStore) -> None:
    job = await put_claimed(store, make_job())
    before = await kinds(events)
    assert not await store.save(replace(job, state=JobState.RUNNING), holder="v", now=NOON)
    with pytest.raises(ValueError, match="cannot move"):
        await store.save(replace(job, state=JobState.DELIVERED), holder="w", now=NOON)
    other = await put_claimed(store, make_job("b"))
    running = replace(other, state=JobState.RUNNING, task_id=TaskId("t"))
    assert await store.save(running, holder="w", now=NOON)
    taken = replace(job, state=JobState.RUNNING, task_id=TaskId("t"))
    with pytest.raises(TaskTakenError):
        await store.save(taken, holder="w", now=NOON)
    assert await kinds(events) == before


async def test_why_a_job_failed_or_waits_again_is_told(store: JobStore, events: EventStore) -> None:
    job = await put_claimed(store, make_job())
    waiting = replace(job, state=JobState.QUEUED, failure=FailureKind.RATE_LIMITED)
    assert await store.save(waiting, holder="w", now=NOON)
    [job] = await store.claim("w", now=LATER, until=LATER + SECOND, room=AMPLE)
    failed = replace(
        job, state=JobState.FAILED, failure=FailureKind.TASK_FAILED, detail="no \0 GPU é"
    )
    assert await store.save(failed, holder="w", now=LATER)
    told = (await events.of(ID))[2:]
    assert [(event.kind, event.why, event.details) for event in told] == [
        (EventKind.REQUEUED, "rate_limited", {}),
        (EventKind.CLAIMED, "", {"holder": "w"}),
        (EventKind.FAILED, "task_failed", {"detail": "no  GPU é"}),
    ]


async def test_who_cancelled_is_told_once(store: JobStore, events: EventStore) -> None:
    await put(store, make_job())
    await store.cancel(ID, now=NOON, by=BEN, why="changed my mind")
    await store.cancel(ID, now=LATER, by=ANN)
    [event] = (await events.of(ID))[1:]
    assert (event.kind, event.at, event.by, event.why) == (
        EventKind.CANCELLED,
        NOON,
        BEN,
        "changed my mind",
    )


async def test_who_takes_up_what_somebody_left_is_told(store: JobStore, events: EventStore) -> None:
    await put_claimed(store, make_job())
    await store.adopt("v", now=LATER, until=LATER + SECOND)
    event = (await events.of(ID))[-1]
    assert (event.kind, event.details) == (
        EventKind.ADOPTED,
        {"holder": "v", "state": "submitting"},
    )


async def test_of_a_cancel_and_a_move_at_once_exactly_one_is_told(
    stores: Sequence[JobStore], events: EventStore, database: Database
) -> None:
    one, two = stores
    for n in range(10):
        job = await put_claimed(one, make_job(f"j{n}"))
        await asyncio.gather(
            two.cancel(job.id, now=NOON),
            one.save(replace(job, state=JobState.RUNNING), holder="w", now=NOON),
        )
        told = set(await kinds(events, job.id)) - {EventKind.ACCEPTED, EventKind.CLAIMED}
        found = await one.get(job.id)
        assert found is not None
        assert told in ({EventKind.CANCELLED}, {EventKind.CANCELLED, EventKind.RUNNING})
        assert found.state is JobState.CANCELLED


async def test_a_row_that_cannot_be_read_ends_and_that_is_told(
    store: JobStore, events: EventStore, database: Database
) -> None:
    await put(store, make_job())
    await run_sql(database, "UPDATE jobs SET request = '{}'")
    assert await store.claim("w", now=NOON, until=LATER, room=AMPLE) == ()
    event = (await events.of(ID))[-1]
    assert (event.kind, event.why) == (EventKind.FAILED, "bug")
