"""Who works on what: claims, leases, adoptions, hints, places."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import engine_errors
from bot.domain.fairness import Room
from bot.domain.ids import TaskId, UserId
from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.failure_kinds import FailureKind
from bot.jobs.supervisor import Supervisor
from tests.store.builders import make_job, put, reread
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage


async def test_what_is_queued_is_worked_on_to_its_end(stage: Stage) -> None:
    async with stage.open():
        jobs = [await put(stage.store, make_job(name)) for name in "abc"]
        stage.supervisor.wake()
        for job in jobs:
            assert (await stage.ended(job, within=10)).state is JobState.DELIVERED
    assert len(stage.engine.submitted) == 3


async def test_what_another_process_queued_is_found_in_a_second(stage: Stage) -> None:
    async with stage.open():
        await asyncio.sleep(5.5)
        job = await put(stage.store, make_job())
        await asyncio.sleep(1.1)
        assert (await reread(stage.store, job)).state is JobState.RUNNING


async def test_a_wake_is_heard_at_once(stage: Stage) -> None:
    async with stage.open():
        await asyncio.sleep(5.2)
        job = await put(stage.store, make_job())
        stage.supervisor.wake()
        await asyncio.sleep(0.1)
        assert (await reread(stage.store, job)).state is JobState.RUNNING


async def test_room_that_an_ended_job_leaves_is_used_at_once(stage: Stage) -> None:
    room = Room(jobs=1, per_user=1, images=100)
    stage.supervisor = Supervisor(stage.tools, room, alone=True)
    async with stage.open():
        first, second = [await put(stage.store, make_job(name)) for name in "ab"]
        await stage.ended(first)
        ended_at = stage.clock.steady()
        await asyncio.sleep(0.1)
        assert (await reread(stage.store, second)).state is JobState.RUNNING
        assert stage.clock.steady() - ended_at < 0.5
        await stage.ended(second)


async def test_nothing_is_claimed_while_the_gate_is_closed(stage: Stage) -> None:
    stage.engine.submits = Faults(engine_errors.RateLimitedError("slower", retry_after=20), None)
    async with stage.open():
        first = await put(stage.store, make_job("a", user_id=UserId(1)))
        await asyncio.sleep(2)
        second = await put(stage.store, make_job("b", user_id=UserId(2)))
        stage.supervisor.wake()
        await asyncio.sleep(17)
        assert len(stage.engine.submitted) == 1
        for job in (first, second):
            assert (await stage.ended(job, within=15)).state is JobState.DELIVERED


async def test_a_hint_for_a_task_of_ours_brings_its_look_forward(stage: Stage) -> None:
    stage.engine.runs = 2.0
    for _ in range(20):
        stage.tools.timings.learn("fox.safetensors", make_job().request.work, 60.0)
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
        assert not stage.supervisor.hint(TaskId("nobodys"))
        assert stage.supervisor.hint(TaskId("t1"))
        await stage.ended(job, within=1)


async def test_places_in_the_queue_are_told_anew(stage: Stage) -> None:
    room = Room(jobs=0, per_user=0, images=100)
    stage.supervisor = Supervisor(stage.tools, room, alone=True)
    async with stage.open():
        await asyncio.sleep(1)
        first, second = [await put(stage.store, make_job(name)) for name in "ab"]
        await asyncio.sleep(15)
    assert stage.publisher.statuses == [
        (first.id, Status(place_in_queue=1)),
        (second.id, Status(place_in_queue=2)),
    ]


async def test_places_are_not_told_where_others_work_on_the_queue(stage: Stage) -> None:
    room = Room(jobs=0, per_user=0, images=100)
    stage.supervisor = Supervisor(stage.tools, room, alone=False)
    async with stage.open():
        await put(stage.store, make_job())
        await asyncio.sleep(60)
    assert stage.publisher.statuses == []


async def test_who_waits_for_the_engine_is_told_so(stage: Stage) -> None:
    room = Room(jobs=10, per_user=10, images=1)
    stage.supervisor = Supervisor(stage.tools, room, alone=True)
    async with stage.open():
        [_, second] = [await put(stage.store, make_job(name)) for name in "ab"]
        await asyncio.sleep(16)
        assert stage.publisher.statuses[-1] == (
            second.id,
            Status(place_in_queue=1, waits_for_engine=True),
        )
        await stage.ended(second, within=60)


async def test_a_job_forgets_nothing_that_counts_while_it_waits_to_be_submitted_again(
    stage: Stage,
) -> None:
    stage.engine.submits = Faults(engine_errors.ServerFaultError("full"))
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(400)
        stage.clock.step = timedelta(hours=-1)
        ended = await stage.ended(job)
    assert ended.failure is FailureKind.SERVER_FAULT
    assert stage.clock.steady() < 910


async def test_what_was_known_of_an_ended_job_is_forgotten(stage: Stage) -> None:
    stage.engine.runs = 10.0
    async with stage.open():
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
        kind = stage.tools.timings._kind(job.request.model, job.request.work)
        assert job.id in kind.running
        await stage.ended(job)
        await asyncio.sleep(1)
    assert kind.running == {}
    assert not stage.tools.deadlines._ends


async def test_a_job_dropped_while_it_asks_where_it_stands_is_forgotten(stage: Stage) -> None:
    stage.desk.is_known = False
    async with stage.open() as supervisor:
        job = await put(stage.store, make_job())
        await asyncio.sleep(5)
        await stage.store.cancel(job.id, now=stage.clock.now())
        supervisor.drop(job.id)
        await asyncio.sleep(0.1)
        assert not stage.tools.in_force._unknown_since
        assert not stage.tools.deadlines._ends


async def test_looks_of_many_jobs_keep_within_the_budget(stage: Stage) -> None:
    stage.engine.looks = Turns(stage.engine.succeeded())
    async with stage.open():
        jobs = [await put(stage.store, make_job(f"j{number}")) for number in range(200)]
        for job in jobs:
            await stage.ended(job)
    looks = stage.engine.looked_at
    assert len(looks) == 200
    for start in looks:
        assert sum(start <= look < start + 1 for look in looks) <= 60 + 6
