"""A web UI over real sockets: one open request, its result kept, its pictures fetched."""

from __future__ import annotations

import asyncio
import io
from functools import partial

import pytest
from PIL import Image, ImageChops

from bot.domain.choices import ImageFormat
from bot.domain.ids import TaskId
from bot.domain.ports import TaskStatus, Whereabouts
from bot.engine_errors import ImageError, ResultLostError
from bot.engines.sdapi.opening import open_sdapi
from bot.playground.sdapi.knobs import Flavour
from bot.playground.sdapi.server import SdapiStandIn
from tests.store.memory import MemoryResultStore
from tests.unit.engines.sdapi.builders import (
    NOON,
    ended,
    joined,
    options,
    quick,
    submission,
    wish,
)


async def test_a_request_becomes_pictures_with_their_seeds() -> None:
    async with joined(quick(grid=True, extra_images=2)) as (stand_in, engine):
        task_id = await engine.submit(submission(wish(images=3)))
        assert task_id == "darkroom-j1-0"
        view = await ended(engine, task_id)
        assert view.status is TaskStatus.SUCCEEDED
        assert (view.seed, [image.seed for image in view.images]) == (7, [7, 8, 9])
        assert view.run_seconds is not None
        assert view.run_seconds > 0
        assert view.notes == ()
        for index, image in enumerate(view.images):
            picture = await engine.fetch(task_id, index, image)
            assert (picture.width, picture.format) == (128, ImageFormat.JPEG)
        assert stand_in.tasks[0].body["n_iter"] == 3
        assert len(stand_in.sent("txt2img")) == 1


@pytest.mark.parametrize("kind", [ImageFormat.PNG, ImageFormat.JPEG])
async def test_what_is_posted_tells_no_prompt_and_has_every_pixel(kind: ImageFormat) -> None:
    results = MemoryResultStore()
    async with joined(quick(plain_images=False), results) as (_, engine):
        task_id = await engine.submit(submission(wish(prompt="a secret dog", format=kind)))
        view = await ended(engine, task_id)
        told = await results.image(task_id, 0)
        picture = await engine.fetch(task_id, 0, view.images[0])
    assert told is not None
    assert b"a secret dog" in told
    assert b"secret" not in picture.data
    first, second = (Image.open(io.BytesIO(data)) for data in (told, picture.data))
    assert not ImageChops.difference(first, second).getbbox()


async def test_a_result_is_kept_before_it_is_said_to_be_there() -> None:
    results = MemoryResultStore()
    async with joined(results=results) as (_, engine):
        hinted = asyncio.Queue[TaskId]()
        engine._webui.line.ended = hinted.put_nowait
        task_id = await engine.submit(submission())
        assert await asyncio.wait_for(hinted.get(), 10) == task_id
        assert await results.of(task_id) is not None
        assert (await engine.look(task_id)).status is TaskStatus.SUCCEEDED


async def test_a_kept_result_outlives_the_process() -> None:
    results = MemoryResultStore()
    async with joined(results=results) as (_, engine):
        task_id = await engine.submit(submission())
        await ended(engine, task_id)
    async with joined(results=results) as (stand_in, engine):
        view = await engine.look(task_id)
        assert (await engine.fetch(task_id, 0, view.images[0])).width == 128
        assert not stand_in.requests
        found = await engine.find(submission(lost=1))
        assert (found.where, found.task_id) == (Whereabouts.KNOWN, task_id)
        await engine.forget(task_id)
        assert await results.of(task_id) is None


async def test_what_was_open_when_we_stopped_is_lost_and_sent_once_more() -> None:
    knobs, results = quick(hold=True), MemoryResultStore()
    async with SdapiStandIn(knobs) as stand_in:
        async with open_sdapi(options(stand_in.url), results, now=lambda: NOON) as engine:
            first = await engine.submit(submission(wish(seed=-1)))
            await stand_in.wait_until(lambda it: it.running is not None, 10)
        knobs.hold = False
        async with open_sdapi(options(stand_in.url), results, now=lambda: NOON) as engine:
            with pytest.raises(ResultLostError):
                await engine.look(first)
            again = submission(wish(seed=-1), lost=1)
            assert (await engine.find(again)).where is Whereabouts.UNSURE
            second = await engine.submit(again)
            assert second != first
            stand_in.tasks[0].release()
            view = await ended(engine, second)
        bodies = [seen.body for seen in stand_in.sent("txt2img")]
    assert bodies[0]["seed"] == bodies[1]["seed"] == view.seed


async def test_one_request_at_a_time_reaches_the_server() -> None:
    async with joined(quick(hold=True)) as (stand_in, engine):
        tasks = [await engine.submit(submission(job=job)) for job in ("a", "b", "c")]
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        places = [(await engine.look(task)).place for task in tasks]
        assert places == [None, 1, 2]
        for number in range(1, 4):
            await stand_in.wait_until(partial(_has_sent, number), 10)
            await stand_in.wait_until(lambda it: it.running is not None, 10)
            stand_in.tasks[-1].release()
            await ended(engine, tasks[number - 1])
        assert [task.task_id for task in stand_in.tasks] == tasks


async def test_the_same_attempt_is_sent_once_however_often_it_is_submitted() -> None:
    async with joined(quick(hold=True)) as (stand_in, engine):
        first, second = [await engine.submit(submission()) for _ in range(2)]
        assert first == second
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        found = await engine.find(submission(lost=1))
        assert found.task_id == first
        stand_in.tasks[0].release()
        await ended(engine, first)
        assert len(stand_in.tasks) == 1


@pytest.mark.parametrize("flavour", [Flavour.A1111, Flavour.NOWEBUI])
async def test_progress_is_told_without_the_picture_so_far(flavour: Flavour) -> None:
    async with joined(quick(flavour, hold=True, run_ms=400_000)) as (stand_in, engine):
        task_id = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        task = stand_in.tasks[0]
        assert task.started_at is not None
        task.started_at -= task.duration * 0.425
        view = await engine.look(task_id)
        assert view.progress is not None
        assert 42 <= view.progress <= 60
        assert view.remaining is not None
        asked = stand_in.sent("progress")
        assert not any((it.body or {}).get("live_preview") for it in asked)
        await engine.look(task_id)
        by_task = [it for it in stand_in.sent("progress") if it.method == "POST"]
        assert len(by_task) == (1 if flavour is Flavour.NOWEBUI else 2)
        stand_in.tasks[0].release()
        await ended(engine, task_id)


async def test_behind_somebody_elses_task_the_servers_place_is_told() -> None:
    async with joined() as (stand_in, engine):
        other = stand_in.occupy()
        await stand_in.wait_until(lambda it: it.running is other, 10)
        task_id = await engine.submit(submission())
        await stand_in.wait_until(lambda it: len(it.tasks) == 2, 10)
        assert (await engine.look(task_id)).place == 1
        other.release()
        await ended(engine, task_id)


async def test_that_nothing_is_told_of_its_progress_ends_no_task() -> None:
    async with joined(quick(hold=True)) as (stand_in, engine):
        task_id = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        for fault in ({"status": 500}, {"html": True}, {"status": 401}):
            stand_in.faults.add("progress", **fault)
            view = await engine.look(task_id)
            assert view.status is TaskStatus.PENDING
        stand_in.tasks[0].release()
        await ended(engine, task_id)


async def test_another_model_that_the_server_used_instead_is_told() -> None:
    async with joined() as (stand_in, engine):
        engine_asks = await engine.submit(submission(wish(model="sd_xl_base_1.0.safetensors")))
        assert (await ended(engine, engine_asks)).notes == ()
        # It is listed, but is gone from the disk when it is wanted.
        stand_in.faults.add("sd-models", body=_listed("gone.safetensors"), times=None)
        task_id = await engine.submit(submission(wish(model="gone.safetensors"), job="j2"))
        notes = (await ended(engine, task_id)).notes
        assert [note.code for note in notes] == ["note.other_model"]
        assert dict(notes[0].params) == {"model": "`sd_xl_base_1.0`"}


def _has_sent(number: int, stand_in: SdapiStandIn) -> bool:
    return len(stand_in.sent("txt2img")) == number


def _listed(name: str) -> str:
    return f'[{{"title": "{name} [12]", "model_name": "gone"}}]'


async def test_an_image_that_could_not_be_read_is_missing_and_the_others_are_not() -> None:
    async with joined(quick(broken_image=0)) as (_, engine):
        task_id = await engine.submit(submission(wish(images=2)))
        view = await ended(engine, task_id)
        with pytest.raises(ImageError) as caught:
            await engine.fetch(task_id, 0, view.images[0])
        assert not caught.value.transient
        assert (await engine.fetch(task_id, 1, view.images[1])).width == 128


async def test_without_info_the_images_are_counted() -> None:
    async with joined(quick(info=False)) as (_, engine):
        task_id = await engine.submit(submission(wish(images=2)))
        assert [it.seed for it in (await ended(engine, task_id)).images] == [7, 8]
