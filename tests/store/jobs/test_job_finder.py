"""Jobs are found by their message and by what they were made from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.event import Decision
from bot.domain.ids import JobId
from bot.domain.job import JobState
from tests.store.builders import (
    BEN,
    LATER,
    MESSAGE,
    NOON,
    SECOND,
    make_job,
    make_request,
    put,
    put_delivering,
)

if TYPE_CHECKING:
    from bot.domain.ports import DeletionStore, JobFinder, JobStore


async def test_a_job_is_found_by_its_message(store: JobStore, finder: JobFinder) -> None:
    waiting = await put(store, make_job("a"), answer=False)
    assert await finder.of_message(MESSAGE) is None
    await store.answered(waiting.id, MESSAGE)
    assert await finder.of_message(MESSAGE) == await store.get(waiting.id)
    assert await finder.of_message(MESSAGE + 1) is None


async def test_what_was_made_of_a_job_is_found_oldest_first(
    store: JobStore, finder: JobFinder, deletions: DeletionStore
) -> None:
    parent = JobId("parent")
    children = [
        make_job("young", parent_job=parent, parent_image=1, created_at=NOON - SECOND),
        make_job("old", parent_job=parent, parent_image=2, created_at=NOON - 2 * SECOND),
        make_job("private", parent_job=parent, parent_image=3, request=make_request(private=True)),
        make_job("deleted", parent_job=parent, parent_image=4),
        make_job("other", parent_job=JobId("else")),
    ]
    for job in children:
        delivering = await put_delivering(store, job)
        ended = replace(delivering, state=JobState.DELIVERED, shown=True, ended_at=LATER)
        assert await store.save(ended, holder="w", now=NOON)
    await deletions.delete(JobId("deleted"), Decision(at=LATER, by=BEN), until=LATER)
    await put(store, make_job("queued", parent_job=parent, parent_image=5))
    found = await finder.made_from(parent, 9)
    assert [job.id for job in found] == ["old", "young"]
    assert await finder.made_from(parent, 1) == found[:1]
    assert await finder.made_from(JobId("young"), 9) == []
