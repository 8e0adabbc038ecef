"""How a job ends that may be shown already, or cannot be told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors, errors, metrics
from bot.domain.job import ANSWER_PATIENCE, JobState
from bot.domain.verdict import Treatment
from bot.failure_kinds import FailureKind
from tests.store.builders import MESSAGE
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

SHOWN = Treatment.SHOWN
GONE = engine_errors.ImageError("404", reason="expired")


DENIED = engine_errors.TaskNotFoundError("unknown task")


async def test_a_thread_closed_until_the_deadline_fails_the_job_and_is_told_when_open(
    stage: Stage,
) -> None:
    closed = errors.ThreadClosedError("archived")
    stage.publisher.finishes = Faults(*[closed] * 30, None)
    job = await stage.running()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(stage.work(job))
        await asyncio.sleep(905)
        assert (found := await stage.store.get(job.id))
        assert (found.failure, found.shown) == (FailureKind.THREAD_CLOSED, False)
    assert working.result().shown
    assert stage.publisher.says(job.id) is FailureKind.THREAD_CLOSED
    pauses = [
        later.at - earlier.at
        for earlier, later in zip(stage.publisher.sent, stage.publisher.sent[1:], strict=False)
    ]
    assert max(pauses) == 150


async def test_a_thread_that_opens_in_time_gets_the_images(stage: Stage) -> None:
    stage.publisher.finishes = Faults(*[errors.ThreadClosedError("archived")] * 8, None)
    job = await stage.running()
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [SHOWN]


async def test_a_thread_that_is_never_opened_is_given_up_after_a_day(stage: Stage) -> None:
    stage.publisher.finishes = Faults(errors.ThreadClosedError("archived"))
    ended = await stage.work(await stage.running())
    assert (ended.failure, ended.shown) == (FailureKind.THREAD_CLOSED, True)
    assert 24 * 3600 < stage.clock.steady() < 25 * 3600


FAILING = [
    pytest.param([DENIED], [None], FailureKind.TASK_LOST, id="the task is lost"),
    pytest.param(
        [engine_errors.TaskFailedError("no")], [None], FailureKind.TASK_FAILED, id="it failed"
    ),
    pytest.param(
        [engine_errors.ServerFaultError("no")], [None], FailureKind.TIMED_OUT, id="no answer"
    ),
    pytest.param(None, [GONE], FailureKind.IMAGE_UNAVAILABLE, id="images gone"),
    pytest.param([ZeroDivisionError()], [None], FailureKind.BUG, id="a bug"),
]


@pytest.mark.parametrize(("looks", "fetches", "kind"), FAILING)
async def test_images_that_are_shown_are_never_replaced_by_a_failure(
    stage: Stage, looks: list[Exception] | None, fetches: list[Exception], kind: FailureKind
) -> None:
    stage.engine.looks = Turns(*looks) if looks else None
    stage.engine.fetches = Faults(*fetches)
    shown, unshown = [
        await stage.running(name, found=JobState.DELIVERING) for name in ("shown", "unshown")
    ]
    stage.publisher.post(shown, SHOWN)
    assert (await stage.work(shown)).state is JobState.DELIVERED
    assert stage.publisher.says(shown.id) == [SHOWN]
    assert (await stage.work(unshown)).failure is kind
    assert stage.publisher.says(unshown.id) is kind


async def test_discord_away_delays_the_look_before_a_failure(stage: Stage) -> None:
    stage.engine.looks = Turns(engine_errors.TaskFailedError("no"))
    stage.publisher.reads = Faults(*[errors.DeliveryError("away")] * 20, None)
    job = await stage.running(found=JobState.DELIVERING)
    stage.publisher.post(job, SHOWN)
    assert (await stage.work(job)).state is JobState.DELIVERED


async def test_a_message_gone_ends_a_job_that_was_to_fail(stage: Stage) -> None:
    stage.engine.looks = Turns(engine_errors.TaskFailedError("no"))
    stage.publisher.reads = Faults(errors.MessageGoneError("deleted"))
    ended = await stage.work(await stage.running(found=JobState.DELIVERING))
    assert (ended.failure, ended.shown) == (FailureKind.MESSAGE_GONE, True)


@pytest.mark.parametrize("kind", [FailureKind.MESSAGE_GONE, FailureKind.TASK_FAILED])
async def test_every_end_is_counted_once(stage: Stage, kind: FailureKind) -> None:
    counter = metrics.JOBS_ENDED.labels("failed", kind.value)
    before = counter._value.get()
    if kind is FailureKind.MESSAGE_GONE:
        stage.publisher.finishes = Faults(errors.MessageGoneError("deleted"))
    else:
        stage.engine.looks = Turns(engine_errors.TaskFailedError("no"))
    await stage.work(await stage.running())
    assert counter._value.get() == before + 1


@pytest.mark.parametrize(
    "finds", [[MESSAGE], [None, None, MESSAGE], [errors.DeliveryError("away"), MESSAGE]]
)
async def test_a_job_cancelled_before_its_answer_was_noted_is_told_all_the_same(
    stage: Stage, finds: list[int | Exception | None]
) -> None:
    stage.publisher.finds = Turns(*finds)
    ended = await stage.work(await stage.cancelled(answer=False))
    assert (ended.shown, ended.address.message_id) == (True, MESSAGE)
    assert stage.publisher.says(ended.id) is JobState.CANCELLED
    assert stage.clock.steady() < ANSWER_PATIENCE.total_seconds()


async def test_a_cancelled_job_that_nobody_was_answered_is_given_up_after_some_seconds(
    stage: Stage,
) -> None:
    ended = await stage.work(await stage.cancelled(answer=False))
    assert ended.shown
    assert stage.publisher.sent == []
    patience = ANSWER_PATIENCE.total_seconds()
    assert patience < stage.clock.steady() < 3 * patience
