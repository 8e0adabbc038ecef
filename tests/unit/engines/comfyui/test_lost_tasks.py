"""A task is gone only when it is certain to be; then it may be submitted anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors
from bot.domain.ports import TaskStatus, Whereabouts
from bot.playground.comfyui.faults import Fault
from bot.playground.comfyui.server import ComfyuiStandIn
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import (
    SOON,
    VERSIONS,
    ended,
    engine_at,
    listening,
    quick,
    submission,
)

if TYPE_CHECKING:
    from bot.playground.comfyui.knobs import Version

each_version = pytest.mark.parametrize("version", VERSIONS)


@each_version
async def test_a_restart_in_the_middle_loses_the_task_which_may_go_again(version: Version) -> None:
    knobs = quick(version=version, duration=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        await server.wait_until(lambda it: bool(it.tasks.running()), SOON)
        await server.stop()
        with pytest.raises(engine_errors.NetworkFaultError):
            await engine.look(task_id)
        await server.start()
        with pytest.raises(engine_errors.ResultLostError):
            await engine.look(task_id)
        assert (await engine.find(submission())).where is Whereabouts.ABSENT
        server.knobs.duration = 0
        assert await engine.submit(submission()) == task_id
        assert (await ended(engine, server, task_id)).status is TaskStatus.SUCCEEDED


@each_version
async def test_a_restart_after_the_end_loses_the_result(version: Version) -> None:
    async with ComfyuiStandIn(quick(version=version)) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        view = await ended(engine, server, task_id)
        await server.restart()
        with pytest.raises(engine_errors.ImageError):
            await engine.fetch(task_id, 0, view.images[0])
        with pytest.raises(engine_errors.ResultLostError):
            await engine.look(task_id)


@pytest.mark.parametrize(("before", "after"), [("0.3.64", "0.33.0"), ("0.33.0", "0.3.64")])
async def test_a_server_that_comes_back_in_another_version_is_understood(
    before: Version, after: Version
) -> None:
    async with (
        ComfyuiStandIn(quick(version=before)) as server,
        engine_at(server) as engine,
        listening(engine, server),
    ):
        await ended(engine, server, await engine.submit(submission()))
        server.knobs.version = after
        await server.restart()
        await server.wait_until(lambda it: bool(it.listeners), SOON)
        again = await engine.submit(submission(job_id="j2"))
        assert (await ended(engine, server, again)).status is TaskStatus.SUCCEEDED


FOREIGN_404 = [
    Fault(route="job", status=404, times=None),
    Fault(route="job", status=404, body="<html>", kind="text/html", times=None),
    Fault(route="job", status=404, body='{"detail": "Not Found"}', times=None),
]


@each_row("fault", FOREIGN_404)
async def test_a_404_alone_never_means_lost(fault: Fault) -> None:
    knobs = quick(duration=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        server.faults.add(fault)
        assert (await engine.look(task_id)).status is TaskStatus.PENDING
        server.tasks[0].finish()
        assert (await ended(engine, server, task_id)).status is TaskStatus.SUCCEEDED


@each_version
@pytest.mark.parametrize("route", ["queue", "history", "job"])
@pytest.mark.parametrize(
    "fault",
    [
        {"body": "{"},
        {"body": "[]"},
        {"body": "null"},
        {"body": "<html>", "kind": "text/html"},
        {"status": 502, "body": "<html>", "kind": "text/html"},
        {"status": 500},
        {"status": 401},
        {"drop": "before"},
        {"body": '{"queue_running": []}'},
    ],
)
async def test_what_cannot_be_read_is_not_lost(
    version: Version, route: str, fault: dict[str, object]
) -> None:
    async with ComfyuiStandIn(quick(version=version)) as server, engine_at(server) as engine:
        server.faults.add(Fault(route=route, times=None, **fault))  # type: ignore[arg-type]
        task_id = await engine.submit(submission())
        await server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        await server.restart()
        for ask in (engine.look(task_id), engine.find(submission())):
            with pytest.raises(engine_errors.EngineError) as caught:
                await ask
            assert not isinstance(caught.value, engine_errors.ResultLostError)


@each_version
async def test_a_task_that_ends_between_two_questions_is_not_lost(version: Version) -> None:
    """The history knows it not yet, and the queue no more."""
    async with ComfyuiStandIn(quick(version=version)) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        await server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        server.faults.add(Fault(route="job", status=404, body='{"error": "Job not found"}'))
        if version != "0.3.64":
            server.faults.add(Fault(route="job", status=404, body='{"error": "Job not found"}'))
        server.faults.add(Fault(route="history", body="{}"))
        assert (await engine.look(task_id)).status is TaskStatus.SUCCEEDED


async def test_an_answer_about_another_task_is_not_believed() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        await server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        said = {"id": "another", "status": "completed", "outputs": {}}
        server.faults.add(Fault(route="job", body=json.dumps(said), times=4))
        with pytest.raises(engine_errors.MalformedReplyError):
            await engine.look(task_id)
        server.faults.clear()
        server.faults.add(Fault(route="job", status=404, times=None))
        server.faults.add(Fault(route="history", body='{"another": {}}', times=None))
        with pytest.raises(engine_errors.MalformedReplyError):
            await engine.look(task_id)


async def test_an_old_server_is_asked_for_its_interface_once() -> None:
    knobs = quick(version="0.3.64", duration=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        for _ in range(3):
            await engine.look(task_id)
        assert [it.route for it in server.requests].count("job") == 1
