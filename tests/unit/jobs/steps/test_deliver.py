"""Fetching what a task made, and what is done where not all of it is to be had."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors, errors
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.failure_kinds import FailureKind
from tests.store.builders import make_request
from tests.unit.jobs.engine import CLEAR
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

SHOWN, MISSING = Treatment.SHOWN, Treatment.MISSING
GONE = engine_errors.ImageError("404", reason="expired")
LATER = engine_errors.ImageError("503", transient=True)


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


async def test_a_job_whose_only_image_may_come_waits_for_it(stage: Stage) -> None:
    stage.engine.fetches = Faults(LATER, LATER, None)
    assert (await stage.work(await stage.running())).state is JobState.DELIVERED
    assert stage.engine.fetched == [0, 0, 0]


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


async def test_a_private_result_is_posted_with_what_came_in_time(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.engine.fetches = Faults(*[None, LATER] * 400)
    job = await stage.running(request=make_request(images=2, private=True))
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.clock.steady() < 810 + 10
