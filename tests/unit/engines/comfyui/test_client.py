"""A task from its submit to its pictures, against each version of the server."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import structlog
from PIL import Image, ImageChops

from bot import engine_errors
from bot.domain.models import ModelKind
from bot.domain.ports import TaskImage, TaskStatus, Whereabouts
from bot.engines.http import Request
from bot.failure_kinds import FailureKind
from bot.playground.comfyui.faults import Fault
from bot.playground.comfyui.server import ComfyuiStandIn
from bot.playground.comfyui.tasks import Stage
from tests.unit.engines.comfyui.doubles import (
    SOON,
    VERSIONS,
    ended,
    engine_at,
    listening,
    quick,
    submission,
    wish,
)
from tests.unit.engines.comfyui.workflows import GRAPH, saved

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.comfyui.knobs import Version

each_version = pytest.mark.parametrize("version", VERSIONS)


@each_version
async def test_a_task_is_made_and_its_pictures_fetched(version: Version) -> None:
    async with ComfyuiStandIn(quick(version=version)) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission(wish(images=2, seed=7)))
        view = await ended(engine, server, task_id)
        pictures = [await engine.fetch(task_id, n, it) for n, it in enumerate(view.images)]
        file = server.files.by_name["temp", view.images[0].url.partition("=")[2].partition("&")[0]]
    assert view.status is TaskStatus.SUCCEEDED
    assert (view.task_id, view.seed) == (task_id, 7)
    assert [image.seed for image in view.images] == [7, 8]
    assert [(it.format, it.width, it.height) for it in pictures] == [("png", 128, 128)] * 2
    assert file.order.seed == 7


@each_version
async def test_the_graph_is_not_told_by_the_file_and_each_pixel_stays(version: Version) -> None:
    async with ComfyuiStandIn(quick(version=version)) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission(wish(prompt="a secret dog")))
        view = await ended(engine, server, task_id)
        raw = await engine._send(Request("GET", f"/view?{view.images[0].url}"))
        picture = await engine.fetch(task_id, 0, view.images[0])
    assert b"a secret dog" in raw.body
    assert b"secret" not in picture.data
    assert b"tEXt" not in picture.data
    before, after = (Image.open(io.BytesIO(data)) for data in (raw.body, picture.data))
    assert not ImageChops.difference(before, after).getbbox()


@each_version
async def test_the_id_is_ours_and_the_same_each_time(version: Version) -> None:
    async with ComfyuiStandIn(quick(version=version)) as server, engine_at(server) as engine:
        first = await engine.submit(submission())
        second = await engine.submit(submission())
        other = await engine.submit(submission(job_id="j2"))
        assert first == second != other
        assert [task.task_id for task in server.tasks] == [first, first, other]
        assert len({task.client_id for task in server.tasks}) == 1
        assert server.tasks[0].client_id
        assert "workflow" not in str(server.tasks[0].extra)


@each_version
async def test_a_lost_reply_is_found_by_our_own_id(version: Version) -> None:
    async with ComfyuiStandIn(quick(version=version)) as server, engine_at(server) as engine:
        assert (await engine.find(submission())).where is Whereabouts.ABSENT
        server.faults.add(Fault(route="prompt", drop="before"))
        with pytest.raises(engine_errors.ReplyLostError):
            await engine.submit(submission())
        assert (await engine.find(submission())).where is Whereabouts.ABSENT
        server.faults.add(Fault(route="prompt", drop="after"))
        with pytest.raises(engine_errors.ReplyLostError):
            await engine.submit(submission())
        found = await engine.find(submission())
        assert found.where is Whereabouts.KNOWN
        assert found.task_id is not None
        assert found.task_id == server.tasks[0].task_id
        await ended(engine, server, found.task_id)
        assert (await engine.find(submission())).where is Whereabouts.KNOWN
        assert len(server.tasks) == 1


@each_version
async def test_a_task_that_ended_badly_is_found_too(version: Version) -> None:
    knobs = quick(version=version, fail="memory")
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        await server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        assert (await engine.find(submission())).task_id == task_id


@each_version
async def test_what_waits_says_where_and_what_runs_says_nothing(version: Version) -> None:
    knobs = quick(version=version, duration=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        tasks = [await engine.submit(submission(job_id=f"j{n}")) for n in range(3)]
        await server.wait_until(lambda it: bool(it.tasks.running()), SOON)
        views = [await engine.look(task_id) for task_id in tasks]
    assert [view.place for view in views] == [None, 1, 2]
    assert {view.status for view in views} == {TaskStatus.PENDING}


@each_version
async def test_a_failure_is_told_in_the_log_and_not_to_members(version: Version) -> None:
    knobs = quick(version=version, fail="error")
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission(wish(prompt="a secret dog")))
        with structlog.testing.capture_logs() as logs:
            view = await ended(engine, server, task_id)
            await engine.look(task_id)
    assert (view.status, view.reason) == (TaskStatus.FAILED, "RuntimeError in KSampler")
    (log,) = [log for log in logs if log["event"] == "task.ended_badly"]
    assert "shapes cannot be multiplied" in log["why"]
    assert "secret" not in repr(logs)
    assert "/home" not in repr(logs)


@each_version
async def test_too_little_memory_is_said_as_such(version: Version) -> None:
    knobs = quick(version=version, fail="memory")
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        view = await ended(engine, server, task_id)
    assert (view.status, view.failure) == (TaskStatus.FAILED, FailureKind.OUT_OF_MEMORY)
    assert view.reason == ""


async def test_a_model_that_was_removed_is_refused_and_soon_no_longer_offered() -> None:
    async with (
        ComfyuiStandIn(quick()) as server,
        engine_at(server) as engine,
        listening(engine, server),
    ):
        gone = server.stock.lists["checkpoints"].pop()
        with pytest.raises(engine_errors.UnknownModelError):
            await engine.submit(submission(wish(model=gone)))
        await server.wait_until(lambda _: engine.catalogue.lacks(ModelKind.CHECKPOINT, gone), SOON)
        assert not server.tasks


async def test_a_graph_that_runs_in_part_is_refused_and_ended() -> None:
    knobs = quick(duration=60)
    async with ComfyuiStandIn(knobs) as server, engine_at(server) as engine:
        said = {"prompt_id": "x", "number": 1, "node_errors": {}}
        error = {"type": "value_not_in_list", "details": "vae_name: 'x' not in []"}
        task_id = await engine.submit(submission())
        said |= {"prompt_id": task_id, "node_errors": {"8": {"errors": [error], "class_type": "V"}}}
        server.faults.add(Fault(route="prompt", body=json.dumps(said)))
        with pytest.raises(engine_errors.RejectedRequestError, match=r"node 8 \(V\): vae_name"):
            await engine.submit(submission())
        await server.wait_until(lambda it: it.tasks[0].stage is Stage.INTERRUPTED, SOON)


async def test_an_operators_graph_makes_images_too(tmp_path: Path) -> None:
    file = saved(GRAPH, tmp_path)
    async with ComfyuiStandIn(quick()) as server, engine_at(server, file) as engine:
        task_id = await engine.submit(submission(wish(images=3, seed=7)))
        view = await ended(engine, server, task_id)
        picture = await engine.fetch(task_id, 2, view.images[2])
    assert [image.seed for image in view.images] == [7, 8, 9]
    assert picture.width == 128


async def test_images_that_are_gone_are_missing_and_no_others_are_taken_for_them() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        view = await ended(engine, server, task_id)
        server.files.by_name.clear()
        for image in (view.images[0], TaskImage(), TaskImage(url=urlencode({"type": "what"}))):
            with pytest.raises(engine_errors.ImageError) as caught:
                await engine.fetch(task_id, 0, image)
            assert not caught.value.transient


async def test_another_job_with_the_same_graph_has_files_of_its_own() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        views = list[str]()
        for job_id in ("j1", "j2"):
            task_id = await engine.submit(submission(wish(seed=7), job_id))
            views.append((await ended(engine, server, task_id)).images[0].url)
    assert len(set(views)) == 2
