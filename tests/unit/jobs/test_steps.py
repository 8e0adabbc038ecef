from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.jobs.deliver import _treated
from bot.jobs.gate import Gate
from bot.jobs.timings import KINDS, REMEMBERED, Timings
from bot.jobs.worker import Worker
from tests.unit.jobs.doubles import NOON, PICTURE, BrokenBlur, SavingStore, make_job, make_tools


async def test_what_cannot_be_blurred_is_not_shown() -> None:
    tools = make_tools(blur=BrokenBlur())
    assert await _treated(tools, PICTURE, Treatment.BLURRED) == (Treatment.REFUSED, None)


@pytest.mark.parametrize("treatment", [Treatment.HELD, Treatment.REFUSED, Treatment.MISSING])
async def test_what_is_not_shown_goes_nowhere(treatment: Treatment) -> None:
    assert await _treated(make_tools(), PICTURE, treatment) == (treatment, None)


@pytest.mark.parametrize("treatment", [Treatment.SHOWN, Treatment.SPOILERED])
async def test_what_is_shown_is_the_original(treatment: Treatment) -> None:
    assert await _treated(make_tools(), PICTURE, treatment) == (treatment, PICTURE)


async def test_a_claimed_job_that_a_stop_finds_unbegun_goes_back_to_the_queue() -> None:
    store = SavingStore()
    worker = Worker(make_tools(store=store), make_job(state=JobState.SUBMITTING), asyncio.Event())
    await worker.run(stopping=lambda: True)
    assert [(job.state, job.submits_lost) for job in store.saved] == [(JobState.QUEUED, 0)]


def test_a_gate_opens_when_its_time_has_come_and_never_sooner() -> None:
    gate = Gate()
    assert gate.wait(NOON) == 0
    gate.close_until(NOON + timedelta(seconds=5))
    gate.close_until(NOON + timedelta(seconds=2))
    assert gate.wait(NOON) == 5
    assert gate.wait(NOON + timedelta(seconds=6)) == 0


def test_like_work_is_learned_together_and_other_work_apart() -> None:
    timings = Timings([("m", 10.0, 3.0)] * REMEMBERED)
    learned = timings.window("m", 10.5)
    assert learned is not None
    assert learned.low < 3 < learned.high
    assert timings.window("m", 100.0) is None
    assert timings.window("other", 10.0) is None


def test_only_the_last_run_times_count() -> None:
    timings = Timings([("m", 10.0, 3.0)] * REMEMBERED + [("m", 10.0, 9.0)] * REMEMBERED)
    learned = timings.window("m", 10.0)
    assert learned is not None
    assert learned.low > 3


def test_the_kinds_of_work_remembered_are_bounded() -> None:
    timings = Timings((f"m{number}", 10.0, 3.0) for number in range(KINDS + 1))
    assert timings.window("m0", 10.0) is None
    assert timings.window(f"m{KINDS}", 10.0) is not None
