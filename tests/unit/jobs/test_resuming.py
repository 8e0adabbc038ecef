"""Jobs that are ours again before their last worker has left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot import errors
from bot.domain.job import JobState
from tests.store.builders import MESSAGE, make_job, put, reread
from tests.unit.jobs.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage

    Act = Callable[[], Awaitable[None]]


@pytest.fixture(autouse=True)
def leaving_slowly(stage: Stage) -> None:
    """Have a job claimed while the worker that found its answer hears of its own save."""
    stage.publisher.finds = Turns(MESSAGE)
    stage.store.save_takes = 1.5


def before_asking(stage: Stage, monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    """Act once, when it is asked whether a job without a worker is still ours."""
    extend, acts = stage.store.extend, [act]

    async def asked(holder: str, job_ids: Any, **when: Any) -> Any:  # noqa: ANN401 - as it comes
        if acts and job_ids and not stage.supervisor._runs:
            await acts.pop()()
        return await extend(holder, job_ids, **when)

    monkeypatch.setattr(stage.store, "extend", asked)


async def unanswered(stage: Stage) -> Job:
    return await put(stage.store, make_job(created_at=stage.clock.now()), answer=False)


async def test_what_is_claimed_again_as_we_stop_goes_back_to_the_queue(stage: Stage) -> None:
    async with stage.open():
        job = await unanswered(stage)
        while (await reread(stage.store, job)).state is not JobState.SUBMITTING:  # noqa: ASYNC110 - tells nobody
            await asyncio.sleep(0.05)
        stage.store.save_takes = 0.0
    left = await reread(stage.store, job)
    assert (left.state, left.submits_lost) == (JobState.QUEUED, 0)


async def test_a_database_that_is_away_for_a_moment_is_asked_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise errors.StoreError("away")

    before_asking(stage, monkeypatch, fail)
    async with stage.open():
        ended = await stage.ended(await unanswered(stage), within=30)
    assert (ended.state, ended.submits_lost) == (JobState.DELIVERED, 0)


async def test_what_is_cancelled_in_between_is_not_gone_on_with(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cancel() -> None:
        await stage.jobs.cancel(job.id, by=job.user_id, guild_id=job.guild_id, may_manage=False)

    before_asking(stage, monkeypatch, cancel)
    async with stage.open():
        job = await unanswered(stage)
        await asyncio.sleep(25)
        assert (len(stage.engine.submitted), stage.publisher.sent) == (0, [])
    assert (await reread(stage.store, job)).state is JobState.CANCELLED


async def test_a_database_that_does_not_answer_does_not_hold_a_stop_up(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_asked = asyncio.Event()

    async def hang() -> None:
        is_asked.set()
        await asyncio.sleep(300)

    before_asking(stage, monkeypatch, hang)
    async with stage.open():
        await unanswered(stage)
        await is_asked.wait()
        begun = stage.clock.steady()
    assert stage.clock.steady() - begun < 1


async def test_a_heartbeat_that_was_overtaken_leaves_no_status_closed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    extend = stage.store.extend

    async def overtaken(holder: str, job_ids: Any, **when: Any) -> Any:  # noqa: ANN401 - as it comes
        held = await extend(holder, job_ids, **when)
        if job_ids and not held:
            stage.supervisor.sweep()
            await asyncio.sleep(1)
        return held

    monkeypatch.setattr(stage.store, "extend", overtaken)
    stage.store.save_takes, stage.engine.runs = 0.0, 300.0
    async with stage.open():
        job = await put(stage.store, make_job(created_at=stage.clock.now()))
        await asyncio.sleep(5)
        await stage.store.release("us")
        await asyncio.sleep(10)
        assert stage.publisher.adoptions == [job.id] * 2
        assert stage.publisher.closed.count(job.id) == 1
