"""Which jobs may have a task at an engine of which they do not know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.ids import TaskId
from bot.domain.job import JobState
from tests.store.builders import NOON, make_job, put, put_claimed

if TYPE_CHECKING:
    from bot.domain.ports import JobStore


async def lost(store: JobStore) -> list[str]:
    return [job.id for job in await store.lost("horde", since=NOON)]


async def test_a_job_that_is_being_submitted_may_have_a_task(store: JobStore) -> None:
    """Its process may be dead, and nobody has adopted it yet; or its reply is on the way."""
    await put_claimed(store, make_job(engine="horde"))
    assert await lost(store) == ["a"]


async def test_a_job_that_was_cancelled_while_it_was_submitted_may_have_one(
    store: JobStore,
) -> None:
    job = await put_claimed(store, make_job(engine="horde"))
    await store.cancel(job.id, now=NOON.replace(hour=13))
    assert await lost(store) == ["a"]


async def test_a_job_that_knows_its_task_or_was_never_submitted_has_no_other(
    store: JobStore,
) -> None:
    job = await put_claimed(store, make_job("a", engine="horde"))
    await store.save(
        replace(job, state=JobState.RUNNING, task_id=TaskId("t")), holder="w", now=NOON
    )
    waiting = await put(store, make_job("b", engine="horde"))
    await store.cancel(waiting.id, now=NOON.replace(hour=13))
    await put(store, make_job("c", engine="horde"))
    assert await lost(store) == []
