"""Deleting: at once, or once the job has ended; and told, whoever tells it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import metrics
from bot.domain.event import EventKind
from bot.domain.job import JobState
from bot.errors import MessageGoneError, RefusedError
from bot.jobs.deleting import NOTHING, PATIENCE, TELLING, TOO_EARLY, Deletions
from tests.store.builders import ANN, BEN, make_job, put, reread
from tests.store.memory.deletions import MemoryDeletionStore
from tests.unit.jobs.stage import US
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage


@pytest.fixture
def deletions(stage: Stage) -> Deletions:
    return Deletions(MemoryDeletionStore(stage.shelf), stage.clock)


async def removals(stage: Stage, job_id: str) -> list[tuple[int | None, str]]:
    told = [it for it in stage.shelf.events if it.job_id == job_id]
    return [(it.by, it.why) for it in told if it.kind is EventKind.REMOVED]


async def test_it_says_who_decided_and_is_done_once(stage: Stage, deletions: Deletions) -> None:
    job = await stage.work(await stage.running())
    begun = stage.clock.steady()
    deleted = await deletions.delete(job, by=BEN)
    assert stage.clock.steady() == begun
    assert (deleted.deleted_by, deleted.shown) == (BEN, True)
    again = await deletions.delete(job, by=ANN)
    assert (again.deleted_by, again.shown) == (BEN, False)
    assert await removals(stage, job.id) == [(BEN, "deleted by a moderator")]
    other = await stage.work(await stage.running("b"))
    await deletions.delete(other, by=ANN)
    assert await removals(stage, "b") == [(ANN, "deleted by who asked")]


async def test_what_is_being_posted_is_waited_for_but_not_for_long(
    stage: Stage, deletions: Deletions
) -> None:
    job = await stage.running(found=JobState.DELIVERING)
    begun = stage.clock.steady()
    with pytest.raises(RefusedError) as refused:
        await deletions.delete(job, by=ANN)
    assert refused.value.text == TOO_EARLY
    assert PATIENCE <= stage.clock.steady() - begun < 1.5
    assert await removals(stage, job.id) == []
    deleting = asyncio.create_task(deletions.delete(job, by=ANN))
    await asyncio.sleep(PATIENCE / 2)
    now = stage.clock.now()
    ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=now)
    assert await stage.store.save(ended, holder=US, now=now)
    assert (await deleting).deleted_by == ANN


async def test_where_there_is_nothing_it_says_so(stage: Stage, deletions: Deletions) -> None:
    cancelled = await stage.cancelled()
    with pytest.raises(RefusedError) as refused:
        await deletions.delete(cancelled, by=ANN)
    assert refused.value.text == NOTHING


async def test_what_nobody_told_is_told_by_the_jobs_and_counted_as_no_second_end(
    stage: Stage, deletions: Deletions
) -> None:
    async with stage.open():
        job = await stage.ended(await put(stage.store, make_job()))
        await asyncio.sleep(1)
        counter = metrics.JOBS_ENDED.labels("delivered", "")
        ended = counter._value.get()
        await deletions.delete(job, by=BEN)
        await asyncio.sleep(TELLING.total_seconds() - 1)
        assert not (await reread(stage.store, job)).shown
        told = await stage.ended(job)
        assert (told.deleted_by, stage.publisher.says(job.id)) == (BEN, JobState.DELIVERED)
        assert counter._value.get() == ended


async def test_who_says_that_it_could_not_be_shown_has_it_shown_at_once(
    stage: Stage, deletions: Deletions
) -> None:
    async with stage.open():
        for name, shown in (("a", True), ("b", False)):
            job = await stage.ended(await put(stage.store, make_job(name)))
            sent = len(stage.publisher.sent)
            await deletions.delete(job, by=BEN)
            await stage.jobs.cancel_told(job.id, shown=shown)
            await stage.ended(job, within=1)
            assert (len(stage.publisher.sent) > sent) is not shown


async def test_a_sweep_that_meets_what_is_gone_ends(stage: Stage, deletions: Deletions) -> None:
    job = await stage.work(await stage.running())
    await deletions.delete(job, by=BEN)
    deleted = await deletions.delete(job, by=BEN)
    stage.publisher.finishes = Faults(MessageGoneError("gone"))
    assert (await stage.work(deleted)).shown
