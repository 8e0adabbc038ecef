"""A private job is closed by its token before that dies, whatever else hangs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors
from bot.domain.ids import JobId
from bot.domain.job import PRIVATE_LIFE, TOKEN_LIFE, JobState
from bot.failure_kinds import FailureKind
from bot.jobs.picture_room import LIMIT
from tests.store.builders import make_job, make_request, put
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.jobs.stage import Stage

LAST = (TOKEN_LIFE - timedelta(seconds=25)).total_seconds()
"""Seconds after which it would be too late to be sure that Discord takes the edit."""


def nothing_hangs(stage: Stage) -> None:
    """Have all in order: the task alone does not end."""
    stage.engine.runs = 1e6


def image_host(stage: Stage) -> None:
    stage.engine.fetch_takes = 1e6


def image_host_that_fails_for_now(stage: Stage) -> None:
    stage.engine.fetches = Faults(engine_errors.ImageError("503", transient=True))


def engine(stage: Stage) -> None:
    stage.engine.look_takes = 1e6


def engine_that_refuses(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.ServerFaultError("full"))


def places_unknown(stage: Stage) -> None:
    stage.engine.runs = 800.0
    stage.after(700, stage.desk.forget)


def places(stage: Stage) -> None:
    stage.engine.runs = 800.0
    stage.after(700, setattr, stage.desk, "takes", 1e6)


def picture_room(stage: Stage) -> None:
    stage.tools.room._inside[JobId("other")] = LIMIT


@pytest.mark.parametrize(
    "hang",
    [
        nothing_hangs,
        image_host,
        image_host_that_fails_for_now,
        engine,
        engine_that_refuses,
        places_unknown,
        places,
        picture_room,
    ],
    ids=lambda hang: hang.__name__,
)
async def test_a_private_job_is_closed_in_time(stage: Stage, hang: Callable[[Stage], None]) -> None:
    hang(stage)
    async with stage.open():
        job = await put(stage.store, make_job(request=make_request(private=True)))
        ended = await stage.ended(job)
    assert ended.shown
    assert stage.publisher.says(job.id) is not None
    assert stage.publisher.sent[-1].at < LAST


async def test_a_private_job_that_waits_in_the_queue_is_closed_in_time(stage: Stage) -> None:
    stage.tools.gate.close_until(stage.engine.name, 1e6)
    async with stage.open():
        job = await put(stage.store, make_job(request=make_request(private=True)))
        ended = await stage.ended(job)
    assert ended.failure is FailureKind.TIMED_OUT
    assert stage.publisher.sent[-1].at < PRIVATE_LIFE.total_seconds() + 10


async def test_a_private_job_found_late_has_no_last_minute(stage: Stage) -> None:
    stage.engine.looks = Turns(engine_errors.NetworkFaultError("reset"))
    request = make_request(private=True)
    job = await stage.running(request=request)
    stage.clock.step = timedelta(hours=1)
    ended = await stage.work(job)
    assert ended.failure is FailureKind.TIMED_OUT
    assert stage.clock.steady() < 10


async def test_a_public_job_waits_for_room_for_longer_than_its_deadline(stage: Stage) -> None:
    picture_room(stage)
    stage.after(1200, stage.tools.room.leave, JobId("other"))
    job = await stage.running()
    assert (await stage.work(job)).state is JobState.DELIVERED
