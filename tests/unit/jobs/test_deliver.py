"""Fetching what a task made, and what is done where not all of it is to be had."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import errors, metrics
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.errors import FailureKind
from tests.store.builders import make_request
from tests.unit.jobs.engine import CLEAR
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

SHOWN, MISSING = Treatment.SHOWN, Treatment.MISSING
GONE = errors.ImageError("404", reason="expired")
LATER = errors.ImageError("503", transient=True)
DENIED = errors.TaskNotFoundError("unknown task")


async def test_every_move_is_saved_before_the_next_begins(stage: Stage) -> None:
    stage.tools.timings.learn("other", 1.0, 1.0)
    job = await stage.running()
    ended = await stage.work(job)
    states = [(saved.state, saved.shown) for saved in stage.store.saves[1:]]
    assert states == [(JobState.DELIVERING, False), (JobState.DELIVERED, True)]
    assert ended.ended_at == stage.clock.now()
    assert job.id in stage.publisher.closed


async def test_how_long_a_task_took_is_learned_and_kept(stage: Stage) -> None:
    stage.engine.looks = Turns(stage.engine.succeeded(run_seconds=0.5))
    job = await stage.running()
    ended = await stage.work(job)
    assert ended.run_seconds == 0.5
    assert stage.tools.timings.window(job.request.model, job.request.work) is not None


async def test_a_job_found_delivering_teaches_nothing_twice(stage: Stage) -> None:
    stage.engine.looks = Turns(stage.engine.succeeded(run_seconds=0.5))
    job = replace(await stage.running(found=JobState.DELIVERING), run_seconds=3.0)
    ended = await stage.work(job)
    assert ended.run_seconds == 3.0
    assert stage.tools.timings.window(job.request.model, job.request.work) is None


async def test_images_are_fetched_while_the_move_is_saved(stage: Stage) -> None:
    stage.engine.fetch_takes = 2.0
    stage.store.faults["save"] = Faults(None, errors.StoreError("away"), None)
    await stage.work(await stage.running())
    [sent] = stage.publisher.sent
    assert sent.at == pytest.approx(stage.engine.looked_at[-1] + 2.0)


async def test_images_of_one_job_are_fetched_side_by_side(stage: Stage) -> None:
    stage.engine.detections = [CLEAR] * 4
    stage.engine.fetch_takes = 2.0
    await stage.work(await stage.running(images=4))
    [sent] = stage.publisher.sent
    assert sent.at == pytest.approx(stage.engine.looked_at[-1] + 2.0)


async def test_no_more_images_are_posted_than_were_asked_for(stage: Stage) -> None:
    stage.engine.detections = [CLEAR] * 4
    job = await stage.running(images=2)
    await stage.work(job)
    assert stage.publisher.says(job.id) == [SHOWN, SHOWN]


async def test_an_image_that_is_gone_is_missing_from_a_result(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.engine.fetches = Faults(GONE, None)
    job = await stage.running(images=2)
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [MISSING, SHOWN]


async def test_a_job_whose_images_are_all_gone_fails(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.engine.fetches = Faults(GONE)
    job = await stage.running(images=2)
    ended = await stage.work(job)
    assert ended.failure is FailureKind.IMAGE_UNAVAILABLE
    assert stage.publisher.says(job.id) is FailureKind.IMAGE_UNAVAILABLE


async def test_a_task_that_names_no_image_fails_for_that(stage: Stage) -> None:
    stage.engine.looks = Turns(replace(stage.engine.succeeded(reason="filtered"), images=()))
    ended = await stage.work(await stage.running())
    assert (ended.failure, ended.detail) == (FailureKind.NO_IMAGES, "filtered")


async def test_an_image_that_may_come_is_fetched_again(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.engine.fetches = Faults(None, LATER, None, LATER, None)
    job = await stage.running(images=2)
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [SHOWN, SHOWN]
    assert stage.engine.fetched == [0, 1] * 3


async def test_an_image_that_never_comes_is_missing_at_the_deadline(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.engine.fetches = Faults(*[None, LATER] * 400)
    job = await stage.running(images=2)
    ended = await stage.work(job)
    assert ended.state is JobState.DELIVERED
    assert stage.publisher.says(job.id) in ([SHOWN, MISSING], [MISSING, SHOWN])
    assert 899 < stage.clock.steady() < 910


async def test_a_download_ends_with_the_jobs_deadline(stage: Stage) -> None:
    stage.engine.fetch_takes = 1e6
    ended = await stage.work(await stage.running())
    assert ended.failure is FailureKind.IMAGE_UNAVAILABLE
    assert stage.clock.steady() == 900


async def test_what_a_predecessor_posted_whole_is_not_replaced_by_less(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.engine.fetches = Faults(GONE, None)
    job = await stage.running(found=JobState.DELIVERING, images=2)
    stage.publisher.post(job, SHOWN, SHOWN)
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [SHOWN, SHOWN]
    assert stage.publisher.sent == []


async def test_what_no_predecessor_posted_is_posted_as_far_as_it_is_there(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.engine.fetches = Faults(GONE, None)
    job = await stage.running(found=JobState.DELIVERING, images=2)
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [MISSING, SHOWN]


async def test_a_message_that_is_gone_ends_a_job_found_with_images_missing(stage: Stage) -> None:
    stage.engine.fetches = Faults(GONE)
    stage.publisher.reads = Faults(errors.MessageGoneError("deleted"))
    ended = await stage.work(await stage.running(found=JobState.DELIVERING))
    assert (ended.failure, ended.shown) == (FailureKind.MESSAGE_GONE, True)
    assert stage.publisher.sent == []


async def test_a_job_found_delivering_whole_is_judged_and_posted_again(stage: Stage) -> None:
    job = await stage.running(found=JobState.DELIVERING)
    stage.publisher.post(job, Treatment.SPOILERED)
    await stage.work(job)
    assert stage.publisher.says(job.id) == [SHOWN]


async def test_a_job_that_was_lost_meanwhile_is_left_alone(stage: Stage) -> None:
    stage.engine.runs = 0.0
    job = await stage.running()
    await stage.store.release("us")
    assert (await stage.work(job)).state is JobState.RUNNING
    assert stage.publisher.sent == []


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
    pytest.param([errors.TaskFailedError("no")], [None], FailureKind.TASK_FAILED, id="it failed"),
    pytest.param([errors.ServerFaultError("no")], [None], FailureKind.TIMED_OUT, id="no answer"),
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
    stage.engine.looks = Turns(errors.TaskFailedError("no"))
    stage.publisher.reads = Faults(*[errors.DeliveryError("away")] * 20, None)
    job = await stage.running(found=JobState.DELIVERING)
    stage.publisher.post(job, SHOWN)
    assert (await stage.work(job)).state is JobState.DELIVERED


async def test_a_message_gone_ends_a_job_that_was_to_fail(stage: Stage) -> None:
    stage.engine.looks = Turns(errors.TaskFailedError("no"))
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
        stage.engine.looks = Turns(errors.TaskFailedError("no"))
    await stage.work(await stage.running())
    assert counter._value.get() == before + 1


async def test_a_private_result_is_posted_with_what_came_in_time(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.engine.fetches = Faults(*[None, LATER] * 400)
    job = await stage.running(request=make_request(images=2, private=True))
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.clock.steady() < 810 + 10
