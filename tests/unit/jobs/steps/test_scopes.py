"""A refusal may concern the request, the member, or everybody."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors
from bot.domain.job import JobState
from bot.engine_errors import Scope
from bot.errors import RefusedError
from bot.failure_kinds import FailureKind
from bot.jobs.steps.outcome import Done
from bot.jobs.steps.submit import submit
from tests.store.builders import make_job, put, reread
from tests.unit.jobs.steps.moves import moved_to
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

PAUSED = engine_errors.RateLimitedError("timeout", retry_after=179, scope=Scope.ENGINE)
SUSPICIOUS = engine_errors.RefusedPromptError("corrupt", scope=Scope.MEMBER)


async def test_a_pause_of_the_engine_holds_everybody_and_says_until_when(stage: Stage) -> None:
    stage.engine.submits = Faults(PAUSED)
    job = await stage.claimed()
    assert await submit(stage.tools, job) == Done()
    assert stage.tools.gate.wait(stage.engine.name, stage.clock.steady()) == 179
    [(_, status)] = stage.publisher.statuses
    assert status.waits_for_engine
    assert status.opens_at == stage.clock.now() + timedelta(seconds=179)


async def test_the_countdown_of_a_long_pause_is_the_true_one(stage: Stage) -> None:
    long = engine_errors.RateLimitedError("timeout", retry_after=900, scope=Scope.ENGINE)
    stage.engine.submits = Faults(long)
    assert await submit(stage.tools, await stage.claimed()) == Done()
    [(_, status)] = stage.publisher.statuses
    opens_at = stage.clock.now() + timedelta(seconds=900)
    assert status.opens_at == stage.supervisor.opens_at() == opens_at
    assert stage.tools.gate.wait(stage.engine.name, stage.clock.steady()) == 900


async def test_a_pause_takes_nothing_off_the_time_of_a_job(stage: Stage) -> None:
    stage.engine.submits = Faults(PAUSED)
    job = await stage.claimed()
    for _ in range(9):
        assert await submit(stage.tools, job) == Done()
        waiting = await reread(stage.store, job)
        assert (waiting.state, waiting.first_submit_at) == (JobState.QUEUED, None)
        await asyncio.sleep(180)
        [job] = await stage.store.claim(
            "us", now=stage.clock.now(), until=stage.clock.now(), room=stage.supervisor._room
        )
    assert stage.tools.left(job) == pytest.approx(900, abs=1)


async def test_who_puts_the_engine_at_risk_is_slowed_down(stage: Stage) -> None:
    stage.engine.submits = Faults(SUSPICIOUS)
    failed = moved_to(await submit(stage.tools, await stage.claimed()))
    assert failed.failure is FailureKind.PROMPT_SUSPICIOUS
    await put(stage.store, make_job("other", user_id=901, created_at=stage.clock.now()))
    with pytest.raises(RefusedError) as caught:
        await put(stage.store, make_job("theirs", created_at=stage.clock.now()))
    assert caught.value.text.code == "limit.slowed"
    later = stage.clock.now() + timedelta(minutes=6)
    await put(stage.store, make_job("later", created_at=later))
