"""An engine that fails while there is another, and jobs that are meant for different engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot import engine_errors
from bot.domain.budget import Budget, Spending
from bot.domain.job import JobState
from bot.domain.usage import Unit
from bot.engine_errors import Scope
from bot.jobs.engines import SILENCE, Engines
from bot.jobs.leftovers import Leftovers
from bot.jobs.supervisor import Supervisor
from tests.store.builders import AMPLE, make_job, put, reread
from tests.unit.jobs.engine import ScriptedEngine
from tests.unit.jobs.stage import Stage
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from bot.domain.ids import TaskId
    from bot.domain.ports import Submission

AWAY = engine_errors.NetworkFaultError("away")
LOST = engine_errors.ReplyLostError("a proxy's page")
BAD_KEY = engine_errors.BadKeyError("no")
PAUSED = engine_errors.RateLimitedError("maintenance", retry_after=600, scope=Scope.ENGINE)


class Second(ScriptedEngine):
    """Names its tasks so that none of the first is named alike."""

    name = "second"

    @override
    async def submit(self, submission: Submission) -> TaskId:
        self.submitted.extend(
            [] if self.submitted else [(submission.request, submission.asked)] * 99
        )
        return await super().submit(submission)


class Paid(Second):
    """One that is paid in kudos."""

    name = "horde"


class Pair:
    """Two engines, the first of which takes one job at a time."""

    def __init__(self, *, falls_back: bool = True, second: type[Second] = Second) -> None:
        self.stage = stage = Stage()
        self.first = stage.engine
        self.first.capabilities = replace(self.first.capabilities, parallel=1)
        self.second = second(stage.clock)
        self.engines = Engines(
            self.first,
            stage.clock,
            fallback=self.second if falls_back else None,
            others=[self.second],
        )
        leftovers = Leftovers(self.engines, stage.clock)
        stage.tools = replace(stage.tools, engines=self.engines, leftovers=leftovers)
        stage.supervisor = Supervisor(stage.tools, AMPLE, alone=True)


@pytest.fixture
def pair() -> Pair:
    return Pair()


async def test_an_engine_that_falls_silent_under_a_job_hands_over_those_that_wait(
    pair: Pair,
) -> None:
    """The one job that it takes at a time is polled until its deadline, and no other is sent."""
    stage = pair.stage
    async with stage.open():
        running = await put(stage.store, make_job("a", user_id=1))
        stage.supervisor.wake()
        await asyncio.sleep(1)
        assert (await reread(stage.store, running)).state is JobState.RUNNING
        pair.first.looks = Turns(AWAY)
        pair.first.submits = Faults(AWAY)
        waiting = await put(stage.store, make_job("b", user_id=2))
        ended = await stage.ended(waiting, within=3 * SILENCE)
    assert (ended.state, ended.engine) == (JobState.DELIVERED, "second")


async def test_an_engine_that_still_looks_at_its_tasks_is_not_down(pair: Pair) -> None:
    pair.first.runs = 4 * SILENCE
    stage = pair.stage
    async with stage.open():
        running = await put(stage.store, make_job("a", user_id=1))
        stage.supervisor.wake()
        ended = await stage.ended(running, within=6 * SILENCE)
    assert ended.engine == pair.first.name
    assert pair.engines.current is pair.first


async def test_replies_that_are_lost_for_a_minute_put_an_engine_down(pair: Pair) -> None:
    """The usual picture of an engine that is away: its proxy answers with a page, or nobody."""
    stage = pair.stage
    pair.first.submits = Faults(LOST)
    async with stage.open():
        for number in range(8):
            await put(stage.store, make_job(f"a{number}", user_id=number))
            stage.supervisor.wake()
            await asyncio.sleep(SILENCE / 4)
        assert pair.engines.current is pair.second


async def test_looks_that_are_answered_do_not_hide_that_nothing_is_taken(pair: Pair) -> None:
    stage = pair.stage
    pair.first.capabilities = replace(pair.first.capabilities, parallel=None)
    pair.first.runs = 10 * SILENCE
    async with stage.open():
        await put(stage.store, make_job("a", user_id=1))
        stage.supervisor.wake()
        await asyncio.sleep(1)
        pair.first.submits = Faults(AWAY)
        waiting = await put(stage.store, make_job("b", user_id=2))
        ended = await stage.ended(waiting, within=3 * SILENCE)
    assert ended.engine == "second"


async def test_what_the_other_does_not_take_waits_for_an_engine_that_refuses_our_key(
    pair: Pair,
) -> None:
    stage = pair.stage
    pair.second.capabilities = replace(
        pair.second.capabilities, options=pair.second.capabilities.options - {"vae"}
    )
    pair.first.submits = Faults(BAD_KEY)
    request = replace(make_job("a").request, vae="blessed.pt")
    async with stage.open():
        job = await put(stage.store, make_job("a", request=request))
        stage.supervisor.wake()
        await asyncio.sleep(90)
        assert (await reread(stage.store, job)).state is not JobState.FAILED
        pair.first.submits = Faults(None)
        ended = await stage.ended(job, within=3 * SILENCE)
    assert (ended.state, ended.engine) == (JobState.DELIVERED, pair.first.name)


@pytest.mark.parametrize("is_refused", [False, True])
@pytest.mark.parametrize(("most", "taken"), [(None, (512, 512)), (260_000, (448, 512))])
async def test_what_goes_elsewhere_keeps_to_the_places_limit_and_says_its_size(
    pair: Pair, is_refused: bool, most: int | None, taken: tuple[int, int]
) -> None:
    stage = pair.stage
    stage.rule(max_pixels=most)
    pair.second.capabilities = replace(pair.second.capabilities, size_multiple=64)
    if is_refused:
        pair.first.submits = Faults(BAD_KEY)
    else:
        pair.engines.failed(pair.first.name, BAD_KEY)
    request = replace(make_job("a").request, width=504, height=512)
    async with stage.open():
        job = await put(stage.store, make_job("a", request=request, notes=("cfg 99 → 30",)))
        stage.supervisor.wake()
        ended = await stage.ended(job, within=100)
    assert ended.engine == "second"
    assert ended.request.size == taken
    assert ended.notes == ("cfg 99 → 30", f"size 504×512 → {taken[0]}×{taken[1]}")


async def test_what_the_place_does_not_allow_is_not_made_by_another_engine(pair: Pair) -> None:
    """What nobody named is another engine's own there; it is held against the place's list too."""
    stage = pair.stage
    stage.rule(models_deny=("fox*",))
    pair.first.submits = Faults(BAD_KEY)
    request = replace(make_job("a").request, model="owl.safetensors", any_model=True)
    async with stage.open():
        job = await put(stage.store, make_job("a", request=request))
        stage.supervisor.wake()
        await asyncio.sleep(90)
        assert pair.second.submitted == []
        stage.rule(models_deny=())
        ended = await stage.ended(job, within=3 * SILENCE)
    assert (ended.engine, ended.request.model) == ("second", "fox.safetensors")


@pytest.mark.parametrize("is_refused", [False, True])
async def test_what_no_budget_covers_is_not_made_by_an_engine_that_charges(
    is_refused: bool,
) -> None:
    pair = Pair(second=Paid)
    stage, job = pair.stage, make_job("a")
    cap = Budget(guild_id=job.guild_id, place=job.places[-1], unit=Unit.KUDOS, cap=100.0)
    stage.store.spendings = [Spending(budget=cap, spent=99.9)]
    if is_refused:
        pair.first.submits = Faults(BAD_KEY)
    else:
        pair.engines.failed(pair.first.name, BAD_KEY)
    async with stage.open():
        job = await put(stage.store, job)
        stage.supervisor.wake()
        await asyncio.sleep(90)
        assert pair.second.submitted == []
        stage.store.spendings = [Spending(budget=cap, spent=50.0)]
        ended = await stage.ended(job, within=3 * SILENCE)
    # One that is only thought to be away is tried after all.
    engine = "horde" if is_refused else pair.first.name
    assert (ended.engine, ended.state) == (engine, JobState.DELIVERED)


async def test_it_does_not_wait_for_ever(pair: Pair) -> None:
    stage = pair.stage
    pair.second.capabilities = replace(
        pair.second.capabilities, options=pair.second.capabilities.options - {"vae"}
    )
    pair.first.submits = Faults(BAD_KEY)
    request = replace(make_job("a").request, vae="blessed.pt")
    async with stage.open():
        job = await put(stage.store, make_job("a", request=request))
        stage.supervisor.wake()
        ended = await stage.ended(job, within=1000)
    assert ended.failure is BAD_KEY.kind


async def test_a_pause_of_an_engine_that_jobs_no_longer_go_to_holds_no_others() -> None:
    """As when the operator has left an engine in maintenance, with jobs still waiting for it."""
    pair = Pair(falls_back=False)
    stage = pair.stage
    pair.second.submits = Faults(PAUSED)
    async with stage.open():
        old = await put(stage.store, make_job("old", user_id=1, engine="second"))
        stage.supervisor.wake()
        await asyncio.sleep(1)
        assert (await reread(stage.store, old)).state is JobState.QUEUED
        new = await put(stage.store, make_job("new", user_id=2))
        stage.supervisor.wake()
        assert (await stage.ended(new, within=10)).state is JobState.DELIVERED


async def test_jobs_of_an_engine_before_the_change_keep_to_how_many_it_takes_at_once() -> None:
    pair = Pair(falls_back=False)
    stage = pair.stage
    pair.second.capabilities = replace(pair.second.capabilities, parallel=1)
    pair.first.capabilities = replace(pair.first.capabilities, parallel=None)
    async with stage.open():
        for number in range(4):
            await put(stage.store, make_job(f"a{number}", user_id=number, engine="second"))
        stage.supervisor.wake()
        await asyncio.sleep(1)
        assert len(pair.second.submissions) == 1
