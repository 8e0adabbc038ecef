"""While an engine takes nothing from anybody, everybody is told until when; and what is ours to
pace is no refusal."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import engine_errors
from bot.domain.ids import UserId
from bot.domain.job import JobState
from bot.engine_errors import Scope
from bot.failure_kinds import FailureKind
from bot.jobs.steps.outcome import Done
from bot.jobs.steps.submit import submit
from tests.store.builders import make_job, put, reread
from tests.unit.jobs.steps.moves import moved_to
from tests.unit.jobs.test_service import accept
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

PAUSED = engine_errors.RateLimitedError("timeout", retry_after=179, scope=Scope.ENGINE)
SUSPICIOUS = engine_errors.RefusedPromptError("corrupt", scope=Scope.MEMBER)
PACED = engine_errors.PacedError("our own limit", retry_after=1.25)


async def test_whoever_waits_is_told_until_when_as_long_as_it_lasts(stage: Stage) -> None:
    stage.engine.submits = Faults(PAUSED)
    job = await stage.claimed()
    opens_at = stage.clock.now() + timedelta(seconds=179)
    assert await submit(stage.tools, job) == Done()
    await asyncio.sleep(16)
    await stage.supervisor._tell_places()
    assert [status.opens_at for _, status in stage.publisher.statuses] == [opens_at, opens_at]


async def test_who_asks_during_a_pause_is_told_until_when(stage: Stage) -> None:
    stage.engine.submits = Faults(PAUSED)
    job = await stage.claimed()
    assert await submit(stage.tools, job) == Done()
    _, status = await accept(stage)
    assert status.opens_at == stage.clock.now() + timedelta(seconds=179)
    await asyncio.sleep(180)
    _, status = await accept(stage)
    assert (status.waits_for_engine, status.opens_at) == (False, None)


async def test_what_we_hold_back_ourselves_waits_no_longer_each_time(stage: Stage) -> None:
    stage.engine.submits = Faults(PACED)
    job = await stage.claimed()
    waits = []
    for _ in range(8):
        assert await submit(stage.tools, job) == Done()
        job = await reread(stage.store, job)
        waits.append((job.due_at - stage.clock.now()).total_seconds())
        assert stage.tools.gate.wait(stage.engine.name, stage.clock.steady()) == waits[-1]
        await asyncio.sleep(waits[-1])
        [job] = await stage.store.claim(
            "us", now=stage.clock.now(), until=stage.clock.now(), room=stage.supervisor._room
        )
    assert waits == [1.25] * 8
    assert job.refusals == 0


async def test_what_a_member_had_asked_for_before_a_suspicion_is_not_sent(stage: Stage) -> None:
    first, second = await stage.claimed("a"), await stage.claimed("b")
    others = await stage.claimed("c", user_id=UserId(901))
    stage.engine.submits = Faults(SUSPICIOUS, None)
    await asyncio.sleep(1)
    failed = moved_to(await submit(stage.tools, first))
    assert failed.failure is FailureKind.PROMPT_SUSPICIOUS
    unsent = moved_to(await submit(stage.tools, second))
    assert (unsent.state, unsent.failure) == (JobState.FAILED, FailureKind.SLOWED_DOWN)
    assert moved_to(await submit(stage.tools, others)).state is JobState.RUNNING
    assert [sent.job_id for sent in stage.engine.submissions] == [first.id, others.id]


async def test_what_they_ask_for_afterwards_is_sent(stage: Stage) -> None:
    stage.engine.submits = Faults(SUSPICIOUS, None)
    assert moved_to(await submit(stage.tools, await stage.claimed())).state is JobState.FAILED
    await asyncio.sleep(400)
    later = await stage.claimed("later")
    assert moved_to(await submit(stage.tools, later)).state is JobState.RUNNING


async def test_an_unsent_job_makes_nobody_more_suspicious(stage: Stage) -> None:
    first, second = await stage.claimed("a"), await stage.claimed("b")
    stage.engine.submits = Faults(SUSPICIOUS)
    await asyncio.sleep(1)
    for job in (first, second):
        moved_to(await submit(stage.tools, job))
    later = stage.clock.now() + timedelta(minutes=6)
    await put(stage.store, make_job("later", created_at=later))
