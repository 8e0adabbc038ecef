"""Ending a task without ending anybody else's."""

from __future__ import annotations

import asyncio

import pytest

from bot.engine_errors import EngineError, NetworkFaultError
from bot.engines.sdapi import line
from bot.playground.sdapi.knobs import Flavour
from tests.store.memory import MemoryResultStore
from tests.unit.engines.sdapi.builders import ended, joined, quick, submission


@pytest.mark.parametrize("flavour", [Flavour.A1111, Flavour.SDNEXT])
async def test_our_own_running_task_is_interrupted_and_its_image_dropped(flavour: Flavour) -> None:
    results = MemoryResultStore()
    async with joined(quick(flavour, hold=True), results) as (stand_in, engine):
        gone = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        await engine.cancel(gone)
        assert stand_in.tasks[0].is_interrupted
        stand_in.knobs.hold = False
        other = await engine.submit(submission(job="j2"))
        await ended(engine, other)
        assert await results.of(gone) is None
        assert await results.of(other) is not None


async def test_a_task_that_was_not_sent_is_never_sent() -> None:
    async with joined(quick(hold=True)) as (stand_in, engine):
        first = await engine.submit(submission(job="a"))
        second = await engine.submit(submission(job="b"))
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        await engine.cancel(second)
        stand_in.tasks[0].release()
        await ended(engine, first)
        assert [task.task_id for task in stand_in.tasks] == [first]
        assert not stand_in.sent("interrupt")


async def test_somebody_elses_task_goes_on() -> None:
    results = MemoryResultStore()
    async with joined(results=results) as (stand_in, engine):
        other = stand_in.occupy()
        await stand_in.wait_until(lambda it: it.running is other, 10)
        gone = await engine.submit(submission())
        await stand_in.wait_until(lambda it: len(it.tasks) == 2, 10)
        await engine.cancel(gone)
        assert not other.is_interrupted
        assert not stand_in.sent("interrupt")
        other.release()
        await ended(engine, await engine.submit(submission(job="j2")))
        assert await results.of(gone) is None


async def test_where_nobody_can_tell_whose_task_runs_none_is_interrupted() -> None:
    results = MemoryResultStore()
    async with joined(quick(Flavour.NOWEBUI, hold=True), results) as (stand_in, engine):
        gone = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        await engine.cancel(gone)
        assert not stand_in.sent("interrupt")
        stand_in.knobs.hold = False
        stand_in.tasks[0].release()
        await ended(engine, await engine.submit(submission(job="j2")))
        assert await results.of(gone) is None


async def test_a_request_that_nobody_wants_does_not_hold_up_the_others_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(line, "GRACE", 0.05)
    async with joined(quick(Flavour.NOWEBUI, hold=True)) as (stand_in, engine):
        gone = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        other = await engine.submit(submission(job="j2"))
        await engine.cancel(gone)
        await stand_in.wait_until(lambda it: len(it.sent("txt2img")) == 2, 10)
        stand_in.knobs.hold = False
        stand_in.tasks[0].release()
        await ended(engine, other)


@pytest.mark.parametrize("route", ["progress", "interrupt"])
async def test_a_cancel_that_fails_still_drops_the_result(
    route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "GRACE", 0.05)
    results = MemoryResultStore()
    async with joined(quick(hold=True), results) as (stand_in, engine):
        gone = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        stand_in.faults.add(route, drop="before")
        with pytest.raises(NetworkFaultError):
            await engine.cancel(gone)
        stand_in.knobs.hold = False
        stand_in.tasks[0].release()
        await ended(engine, await engine.submit(submission(job="j2")))
        assert await results.of(gone) is None


async def test_a_refused_interrupt_is_an_error() -> None:
    async with joined(quick(hold=True)) as (stand_in, engine):
        gone = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        stand_in.faults.add("interrupt", status=500)
        with pytest.raises(EngineError):
            await engine.cancel(gone)


async def test_no_task_begins_while_another_is_being_interrupted() -> None:
    async with joined(quick(hold=True)) as (stand_in, engine):
        gone = await engine.submit(submission(job="a"))
        other = await engine.submit(submission(job="b"))
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        # It ends by itself after it was seen running, before the interrupt arrives.
        stand_in.faults.add("interrupt", delay=0.1)
        cancelling = asyncio.create_task(engine.cancel(gone))
        await stand_in.wait_until(lambda it: it.sent("interrupt") != [], 10)
        stand_in.tasks[0].release()
        await cancelling
        await stand_in.wait_until(lambda it: len(it.tasks) == 2, 10)
        assert not stand_in.tasks[1].is_interrupted
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        stand_in.tasks[1].release()
        assert len((await ended(engine, other)).images) == 1


async def test_what_has_ended_is_cancelled_without_a_word() -> None:
    async with joined() as (stand_in, engine):
        task_id = await engine.submit(submission())
        await ended(engine, task_id)
        asked = len(stand_in.requests)
        await engine.cancel(task_id)
        await engine.cancel(task_id)
        assert len(stand_in.requests) == asked
        await engine.forget(task_id)
        await engine.forget(task_id)


async def test_a_failure_is_forgotten_with_its_job() -> None:
    async with joined() as (stand_in, engine):
        stand_in.faults.add("txt2img", status=500, body="{}")
        task_id = await engine.submit(submission())
        await ended(engine, task_id)
        assert engine._webui.line.find(task_id) is not None
        await engine.forget(task_id)
        assert engine._webui.line.find(task_id) is None
