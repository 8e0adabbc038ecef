"""Pictures of finished jobs while Discord is away: bounded, and nothing is lost by it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot import engine_errors, errors
from bot.domain.ids import JobId
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.failure_kinds import FailureKind
from bot.jobs.picture_room import LIMIT, USUAL
from tests.unit.jobs.engine import CLEAR, FLAGGED, Held
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

AWAY = errors.DeliveryError("Discord is away")
OTHER = JobId("other")


async def test_the_pictures_of_280_jobs_keep_within_the_bound_and_are_all_posted(
    stage: Stage,
) -> None:
    stage.engine.detections = [CLEAR] * 4
    stage.engine.size = 350_000
    stage.publisher.finishes = Faults(AWAY)
    before = Held.most = Held.now
    most = 0
    jobs = [await stage.running(f"j{number}", images=4) for number in range(280)]

    def come_back() -> None:
        nonlocal most
        most = Held.most - before  # from now on the messages hold them
        stage.publisher.finishes = Faults(None)

    stage.after(12, come_back)
    async with asyncio.TaskGroup() as group:
        working = [group.create_task(stage.work(job)) for job in jobs]
    assert {task.result().state for task in working} == {JobState.DELIVERED}
    assert all(stage.publisher.says(job.id) == [Treatment.SHOWN] * 4 for job in jobs)
    assert LIMIT / 2 < most <= LIMIT + 4 * 350_000


async def test_pictures_that_nobody_waits_for_are_kept_between_attempts(stage: Stage) -> None:
    stage.publisher.finishes = Faults(*[AWAY] * 5, None)
    await stage.work(await stage.running())
    assert stage.engine.fetched == [0]


async def come_and_go(stage: Stage) -> None:
    """Wait for all the room, and leave it at once."""
    await stage.tools.room.enter(OTHER, LIMIT)
    stage.tools.room.leave(OTHER)


async def test_pictures_make_room_and_are_fetched_again(stage: Stage) -> None:
    stage.engine.runs = 0.0
    stage.publisher.finish_takes = 2.0
    stage.publisher.finishes = Faults(AWAY, None)
    job = await stage.running()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(stage.work(job))
        await asyncio.sleep(1)
        group.create_task(come_and_go(stage))
    assert working.result().state is JobState.DELIVERED
    assert stage.engine.fetched == [0, 0]
    assert not stage.tools.room.is_crowded


async def made_room(stage: Stage, *later: Exception | None, outage: float = 10.0) -> JobState:
    """Return how a job ended whose pictures made room, and then were fetched as told."""
    stage.engine.runs = 0.0
    stage.publisher.finish_takes = 2.0
    stage.publisher.finishes = Faults(errors.DeliveryError("away", retry_after=outage), None)
    stage.engine.fetches = Faults(None, *later)
    job = await stage.running()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(stage.work(job))
        await asyncio.sleep(1)
        group.create_task(come_and_go(stage))
    return working.result().state


async def test_pictures_that_made_room_may_be_late_when_they_come_again(stage: Stage) -> None:
    later = engine_errors.ImageError("503", transient=True)
    assert await made_room(stage, *[later] * 5, None) is JobState.DELIVERED
    assert stage.publisher.says(JobId("a")) == [Treatment.SHOWN]


async def test_pictures_that_made_room_and_are_gone_fail_the_job(stage: Stage) -> None:
    assert await made_room(stage, engine_errors.ImageError("404")) is JobState.FAILED
    assert stage.publisher.says(JobId("a")) is FailureKind.IMAGE_UNAVAILABLE


async def test_pictures_that_made_room_are_fetched_past_the_deadline_too(stage: Stage) -> None:
    stage.after(100, setattr, stage.engine, "fetch_takes", 50.0)
    assert await made_room(stage, None, outage=3000.0) is JobState.DELIVERED


async def test_some_that_made_room_and_do_not_come_again_by_the_deadline_are_missing(
    stage: Stage,
) -> None:
    later = engine_errors.ImageError("503", transient=True)
    assert await made_room(stage, later, outage=3000.0) is JobState.FAILED


async def test_a_blurred_image_is_not_blurred_again(stage: Stage) -> None:
    stage.engine.detections = [FLAGGED]
    assert await made_room(stage, None) is JobState.DELIVERED
    assert stage.blur.calls == 1


async def test_pictures_larger_than_the_room_that_others_left_are_fetched_when_it_is_free(
    stage: Stage,
) -> None:
    stage.engine.size = 4 * USUAL
    await stage.tools.room.enter(OTHER, LIMIT - USUAL)
    stage.after(50, stage.tools.room.leave, OTHER)
    job = await stage.running()
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.engine.fetched == [0, 0]
    assert stage.publisher.sent[0].at >= 50


async def test_room_is_given_back_whatever_happens(stage: Stage) -> None:
    stage.publisher.prepares = Faults(ZeroDivisionError(), None)
    await stage.work(await stage.running())
    assert stage.tools.room._inside == {}


async def test_room_is_given_back_by_a_job_that_is_dropped(stage: Stage) -> None:
    stage.publisher.finishes = Faults(AWAY)
    async with asyncio.TaskGroup() as group:
        working = group.create_task(stage.work(await stage.running()))
        await asyncio.sleep(30)
        assert stage.tools.room._inside
        working.cancel()
    assert stage.tools.room._inside == {}


async def test_slow_hosts_hold_no_room_that_others_want(stage: Stage) -> None:
    stage.engine.runs = 0.0
    stage.engine.detections = [CLEAR] * 8
    stage.engine.fetch_takes = 100.0
    slow = [await stage.running(f"s{number}", images=8) for number in range(8)]
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(stage.work(job)) for job in slow]
        await asyncio.sleep(1)
        stage.engine.fetch_takes = 0.0
        stage.engine.detections = [CLEAR]
        quick = await stage.work(await stage.running("quick"), within=5)
        assert not any(task.done() for task in waiting)
    assert quick.state is JobState.DELIVERED
    assert {task.result().state for task in waiting} == {JobState.DELIVERED}


async def test_what_a_slow_host_has_brought_keeps_its_room(stage: Stage) -> None:
    stage.engine.runs = 0.0
    stage.engine.size = 70
    stage.engine.fetch_takes = 5.0
    job = await stage.running()
    async with asyncio.TaskGroup() as group:
        group.create_task(stage.work(job))
        await asyncio.sleep(2)
        assert stage.tools.room._inside == {job.id: USUAL}
        await asyncio.sleep(1)
        assert stage.tools.room._inside == {job.id: 0}
        stage.publisher.finish_takes = 5.0
        await asyncio.sleep(5)
        assert stage.tools.room._inside == {job.id: 70}
