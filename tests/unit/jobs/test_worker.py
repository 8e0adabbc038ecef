"""One job from where it stands to its end, whatever breaks on the way."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from bot import errors
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.failure_kinds import FailureKind
from bot.jobs.worker import Worker
from tests.store.builders import MESSAGE, make_job, put, reread
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage

BUG = ZeroDivisionError("a bug")
AWAY = errors.StoreError("the database is away")


async def test_a_job_goes_from_its_claim_to_its_result(stage: Stage) -> None:
    job = await stage.claimed()
    ended = await stage.work(job)
    assert (ended.state, ended.shown) == (JobState.DELIVERED, True)
    assert stage.publisher.says(job.id) == [Treatment.SHOWN]
    assert len(stage.engine.submitted) == len(stage.publisher.sent) == 1


async def test_a_job_that_was_cancelled_is_told(stage: Stage) -> None:
    job = await stage.cancelled()
    assert (await stage.work(job)).shown
    assert stage.publisher.says(job.id) is JobState.CANCELLED


async def test_a_job_that_has_ended_and_is_shown_needs_nothing(stage: Stage) -> None:
    job = await stage.work(await stage.running())
    await stage.work(job)
    assert len(stage.publisher.sent) == 1


@pytest.mark.parametrize("error", [errors.MessageGoneError, errors.FilesRefusedError])
async def test_an_end_that_cannot_be_told_is_put_down_as_shown(
    stage: Stage, error: type[errors.DeliveryError]
) -> None:
    stage.publisher.finishes = Faults(error("no"))
    assert (await stage.work(await stage.cancelled())).shown


async def begun(stage: Stage, state: JobState) -> Job:
    """Return a job of ours in this state."""
    match state:
        case JobState.QUEUED:
            job = await put(stage.store, make_job(created_at=stage.clock.now()), answer=False)
            await asyncio.sleep(11)
            until = stage.clock.now()
            [job] = await stage.store.adopt("us", now=until, until=until)
        case JobState.SUBMITTING:
            job = await stage.claimed()
        case _:
            job = await stage.running(found=state)
    return job


def break_step(stage: Stage, state: JobState) -> None:
    match state:
        case JobState.QUEUED:
            stage.publisher.finds = Turns(BUG, MESSAGE)
        case JobState.SUBMITTING:
            stage.engine.submits = Faults(BUG)
        case JobState.RUNNING:
            stage.engine.looks = Turns(BUG)
        case _:
            stage.engine.fetches = Faults(BUG)


STEPS = [JobState.QUEUED, JobState.SUBMITTING, JobState.RUNNING, JobState.DELIVERING]


@pytest.mark.parametrize("state", STEPS)
async def test_a_bug_in_any_step_ends_its_job_and_says_so(
    stage: Stage, state: JobState, logs: list[dict[str, Any]]
) -> None:
    job = await begun(stage, state)
    break_step(stage, state)
    ended = await stage.work(job)
    assert (ended.state, ended.failure, ended.shown) == (JobState.FAILED, FailureKind.BUG, True)
    assert stage.publisher.says(job.id) is FailureKind.BUG
    [broke] = [entry for entry in logs if entry["event"] == "job.broke"]
    assert ended.detail == broke["incident"]
    assert broke["exc_info"]


@pytest.mark.parametrize("state", STEPS)
async def test_nothing_is_taken_for_shown_that_was_not(stage: Stage, state: JobState) -> None:
    job = await begun(stage, state)
    break_step(stage, state)
    stage.publisher.prepares = Faults(BUG)
    with pytest.raises(TimeoutError):
        await stage.work(job, within=4000)
    assert not (await reread(stage.store, job)).shown
    assert stage.publisher.says(job.id) is None


async def test_a_bug_in_telling_the_end_is_met_ever_more_rarely_until_it_is_told(
    stage: Stage, logs: list[dict[str, Any]]
) -> None:
    tries: list[float] = []

    class Broken(Faults):
        @override
        def strike(self) -> None:
            tries.append(stage.clock.steady())
            super().strike()

    stage.publisher.prepares = Broken(*[BUG] * 14, None)
    job = await stage.cancelled()
    assert (await stage.work(job)).shown
    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert pauses == [0, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 150, 150, 150, 150]
    assert [entry["event"] for entry in logs].count("job.broke") == 1


async def test_a_bug_in_one_job_does_not_touch_another(stage: Stage) -> None:
    stage.engine.submits = Faults(BUG, None)
    first, second = await stage.claimed("a"), await stage.claimed("b")
    assert (await stage.work(first)).failure is FailureKind.BUG
    assert (await stage.work(second)).state is JobState.DELIVERED


async def test_a_refused_save_ends_the_job_instead_of_being_repeated(stage: Stage) -> None:
    refused = errors.StoreRefusedError("NUL in a text")
    job = await stage.claimed()
    stage.store.faults["save"] = Faults(refused, None)
    ended = await stage.work(job)
    assert ended.failure is FailureKind.BUG
    assert len(stage.engine.submitted) == 1
    assert stage.store.calls.count("save") == 2


async def test_a_save_that_is_always_refused_is_tried_ever_more_rarely(stage: Stage) -> None:
    job = await stage.running()
    stage.store.faults["save"] = Faults(errors.StoreRefusedError("no"))
    with pytest.raises(TimeoutError):
        await stage.work(job, within=3600)
    assert stage.store.calls.count("save") < 40
    assert stage.publisher.sent == []


SAVES = [1, 2, 3]


@pytest.mark.parametrize("number", SAVES)
async def test_a_database_away_repeats_neither_a_submit_nor_an_edit(
    stage: Stage, number: int
) -> None:
    job = await stage.claimed()
    stage.store.faults["save"] = Faults(*[None] * (number - 1), *[AWAY] * 20, None)
    ended = await stage.work(job)
    assert (ended.state, ended.shown) == (JobState.DELIVERED, True)
    assert len(stage.engine.submitted) == len(stage.publisher.sent) == 1
    assert stage.clock.steady() > 200


async def test_a_database_away_when_an_end_was_told_does_not_repeat_it(stage: Stage) -> None:
    stage.store.faults["mark_shown"] = Faults(*[AWAY] * 20, None)
    assert (await stage.work(await stage.cancelled())).shown
    assert len(stage.publisher.sent) == 1


async def test_a_database_away_when_the_policy_is_read_is_waited_for(stage: Stage) -> None:
    stage.said.reads = Faults(*[AWAY] * 5, None)
    assert (await stage.work(await stage.claimed())).state is JobState.DELIVERED
    assert len(stage.publisher.sent) == 1


async def test_attempts_at_a_database_come_ever_more_rarely(stage: Stage) -> None:
    tries: list[float] = []

    async def fail_often() -> str:
        tries.append(stage.clock.steady())
        if len(tries) < 10:
            raise AWAY
        return "done"

    assert await stage.tools.patiently(fail_often) == "done"
    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert pauses == [0.25, 0.5, 1, 2, 4, 8, 15, 15, 15]


async def test_a_claimed_job_that_a_stop_finds_unbegun_goes_back_to_the_queue(
    stage: Stage,
) -> None:
    job = await stage.claimed()
    await Worker(stage.tools, job, asyncio.Event()).run(lambda: True)
    back = await reread(stage.store, job)
    assert (back.state, back.submits_lost) == (JobState.QUEUED, 0)


async def test_a_running_job_that_a_stop_finds_is_left_as_it_is(stage: Stage) -> None:
    job = await stage.running()
    saves = len(stage.store.saves)
    await Worker(stage.tools, job, asyncio.Event()).run(lambda: True)
    assert len(stage.store.saves) == saves
    assert stage.engine.looked_at == []


@pytest.mark.parametrize(
    ("state", "may_be_stopped"),
    [
        (JobState.QUEUED, True),
        (JobState.SUBMITTING, False),
        (JobState.RUNNING, True),
        (JobState.DELIVERING, False),
        (JobState.FAILED, True),
        (JobState.CANCELLED, True),
    ],
)
def test_a_submit_and_a_post_are_not_to_be_cut_short(
    stage: Stage, state: JobState, may_be_stopped: bool
) -> None:
    worker = Worker(stage.tools, make_job(state=state), asyncio.Event())
    assert worker.may_be_stopped is may_be_stopped
