"""A task of ours is ended, and no other is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import engine_errors
from bot.domain.ids import TaskId
from bot.domain.ports import TaskStatus
from bot.playground.comfyui.faults import Fault
from bot.playground.comfyui.server import ComfyuiStandIn
from bot.playground.comfyui.tasks import Stage
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import SOON, VERSIONS, engine_at, quick, submission

if TYPE_CHECKING:
    from bot.playground.comfyui.knobs import Version

each_version = pytest.mark.parametrize("version", VERSIONS)


def running(server: ComfyuiStandIn) -> bool:
    return bool(server.tasks.running())


@each_version
async def test_what_waits_is_taken_out_and_what_runs_runs_on(version: Version) -> None:
    knobs = quick(version=version, duration=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        await engine.submit(submission(job_id="theirs"))
        await server.wait_until(running, SOON)
        ours = await engine.submit(submission(job_id="ours"))
        await engine.cancel(ours)
        assert [task.stage for task in server.tasks] == [Stage.RUNNING, Stage.REMOVED]
        assert not [it for it in server.requests if it.route == "interrupt"]
        with pytest.raises(engine_errors.ResultLostError):
            await engine.look(ours)


@each_version
async def test_what_runs_is_interrupted_and_what_waits_runs_next(version: Version) -> None:
    knobs = quick(version=version, duration=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        ours = await engine.submit(submission(job_id="ours"))
        await engine.submit(submission(job_id="theirs"))
        await server.wait_until(running, SOON)
        await engine.cancel(ours)
        await server.wait_until(lambda it: it.tasks[1].stage is Stage.RUNNING, SOON)
        view = await engine.look(ours)
    assert (view.status, view.images) == (TaskStatus.FAILED, ())
    assert view.reason == "the task was interrupted on the server"


@each_version
async def test_what_has_ended_or_never_was_is_no_error(version: Version) -> None:
    knobs = quick(version=version)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        ours = await engine.submit(submission())
        await server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        await engine.cancel(ours)
        await engine.cancel(TaskId("00000000-0000-0000-0000-000000000000"))
        assert (await engine.look(ours)).status is TaskStatus.SUCCEEDED


@each_version
async def test_a_deaf_node_is_still_running_after_its_cancel(version: Version) -> None:
    knobs = quick(version=version, duration=60, deaf_s=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        ours = await engine.submit(submission())
        await server.wait_until(running, SOON)
        await engine.cancel(ours)
        assert (await engine.look(ours)).status is TaskStatus.PENDING


@each_row("version", VERSIONS)
async def test_a_cancel_that_did_not_arrive_is_an_error(version: Version) -> None:
    knobs = quick(version=version, duration=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        ours = await engine.submit(submission())
        server.faults.add(Fault(route="cancel", status=502))
        with pytest.raises(engine_errors.ServerFaultError):
            await engine.cancel(ours)
        server.faults.clear()
        await server.stop()
        with pytest.raises(engine_errors.NetworkFaultError):
            await engine.cancel(ours)
