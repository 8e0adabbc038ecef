"""stable-diffusion.cpp's own API over real sockets."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot import engine_errors
from bot.domain.choices import HiresScale, ImageFormat
from bot.domain.ports import TaskStatus, Whereabouts
from bot.domain.request import Hires, Lora
from bot.failure_kinds import FailureKind
from bot.playground.sdapi.knobs import Flavour
from tests.store.memory import MemoryResultStore
from tests.tables import each_row
from tests.unit.engines.sdapi.builders import ended, joined, quick, submission, wish

SDCPP = Flavour.SDCPP


async def test_its_own_api_is_used_where_it_answers() -> None:
    async with joined(quick(SDCPP)) as (stand_in, engine):
        request = wish(
            images=2,
            format=ImageFormat.WEBP,
            sampler="DPM++ 2M Karras",
            clip_skip=2,
            loras=(Lora("x/Add_Detail", 0.7),),
            hires=Hires(HiresScale.X2, strength=0.4),
        )
        task_id = await engine.submit(submission(request))
        view = await ended(engine, task_id)
        assert [image.seed for image in view.images] == [7, 8]
        picture = await engine.fetch(task_id, 1, view.images[1])
        assert (picture.width, picture.format) == (256, ImageFormat.WEBP)
        assert not stand_in.sent("txt2img")
        assert stand_in.sent("img_gen")[0].body == {
            "prompt": "a dog",
            "negative_prompt": "",
            "clip_skip": 2,
            "width": 128,
            "height": 128,
            "seed": 7,
            "batch_count": 2,
            "sample_params": {
                "sample_method": "dpm++2m",
                "scheduler": "karras",
                "sample_steps": 20,
                "guidance": {"txt_cfg": 7.5},
            },
            "lora": [{"path": "add_detail.safetensors", "multiplier": 0.7}],
            "hires": {
                "enabled": True,
                "upscaler": "Latent",
                "scale": 2.0,
                "steps": 0,
                "denoising_strength": 0.4,
            },
            "output_format": "webp",
            "embed_image_metadata": False,
        }


async def test_its_capabilities_are_its_own() -> None:
    async with joined(quick(SDCPP)) as (_, engine):
        await engine.catalogue.learn()
        able = engine.capabilities
        assert able.survives
        assert able.samplers == ("Euler a", "Euler", "Heun", "DPM2", "DPM++ 2S a", "DPM++ 2M",
                                 "DPM2 Karras", "DPM++ 2S a Karras", "DPM++ 2M Karras")  # fmt: skip
        assert not able.takes("vae")
        default = engine.catalogue.default_checkpoint()
        assert default is not None
        assert default.name == "dreamshaper_8.safetensors"
        assert "stable-diffusion.cpp" in await engine.questions()["Web UI samplers"]()


async def test_its_place_is_told_and_its_images_are_kept() -> None:
    results = MemoryResultStore()
    async with joined(quick(SDCPP, hold=True), results) as (stand_in, engine):
        first, second = [await engine.submit(submission(job=job)) for job in ("a", "b")]
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        assert (await engine.look(first)).place is None
        assert (await engine.look(second)).place == 1
        stand_in.tasks[0].release()
        await ended(engine, first)
        looks = len(stand_in.sent("job"))
        assert (await engine.look(first)).status is TaskStatus.SUCCEEDED
        assert len(stand_in.sent("job")) == looks
        assert await results.of(first) is not None


async def test_a_result_is_fetched_after_we_were_away() -> None:
    results = MemoryResultStore()
    async with joined(quick(SDCPP), results) as (_, engine):
        task_id = await engine.submit(submission())
        view = await ended(engine, task_id)
        await engine.forget(task_id)
        # Nothing is kept here any more; the server still has it.
        assert (await ended(engine, task_id)).images == view.images
        assert (await engine.find(submission(lost=1))).where is Whereabouts.UNSURE


@pytest.mark.parametrize("how", ["crash", "expiry"])
async def test_what_it_has_forgotten_is_lost(how: str) -> None:
    async with joined(quick(SDCPP)) as (stand_in, engine):
        task_id = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.tasks[0].state == "ended", 10)
        if how == "crash":
            stand_in.crash()
        else:
            stand_in.knobs.result_life_s = 0
        with pytest.raises(engine_errors.ResultLostError):
            await engine.look(task_id)
        stand_in.knobs.result_life_s = 600
        again = await engine.submit(submission(lost=1))
        assert again != task_id
        assert (await ended(engine, again)).status is TaskStatus.SUCCEEDED


async def test_a_job_that_failed_there_has_failed() -> None:
    async with joined(quick(SDCPP, fails=True)) as (_, engine):
        view = await ended(engine, await engine.submit(submission()))
        assert (view.status, view.failure) == (TaskStatus.FAILED, FailureKind.TASK_FAILED)
        assert view.reason == ""


async def test_a_full_queue_refuses_and_no_task_exists() -> None:
    async with joined(quick(SDCPP, max_queue=0)) as (stand_in, engine):
        with pytest.raises(engine_errors.RateLimitedError):
            await engine.submit(submission())
        assert not stand_in.tasks


async def test_only_what_has_not_begun_is_cancelled() -> None:
    async with joined(quick(SDCPP, hold=True)) as (stand_in, engine):
        first, second = [await engine.submit(submission(job=job)) for job in ("a", "b")]
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        for task_id in (first, second, second):
            await engine.cancel(task_id)
        assert stand_in.tasks[1].is_cancelled
        assert not stand_in.tasks[0].is_cancelled
        assert (await engine.look(second)).status is TaskStatus.FAILED
        stand_in.crash()
        await engine.cancel(first)
        stand_in.faults.add("cancel", status=500)
        with pytest.raises(engine_errors.ServerFaultError):
            await engine.cancel(first)


@each_row(
    "fault",
    [
        {"drop": "after"},
        {"cut": True},
        {"html": True},
        {"body": "{}"},
        {"body": '{"id": ""}'},
        {"body": '{"id": "a b"}'},
        {"status": 502, "html": True},
    ],
)
async def test_a_submit_that_got_no_whole_answer_may_have_made_a_task(
    fault: dict[str, Any],
) -> None:
    async with joined(quick(SDCPP)) as (stand_in, engine):
        stand_in.faults.add("img_gen", **fault)
        with pytest.raises(engine_errors.ReplyLostError):
            await engine.submit(submission())


@each_row(
    "fault, kind",
    [
        ({"status": 400, "body": '{"error": "invalid json"}'}, engine_errors.RejectedRequestError),
        ({"status": 500, "body": '{"error": "server_error"}'}, engine_errors.ServerFaultError),
        ({"status": 404, "body": "{}"}, engine_errors.RouteGoneError),
    ],
)
async def test_a_refused_submit_made_none(
    fault: dict[str, Any], kind: type[engine_errors.EngineError]
) -> None:
    async with joined(quick(SDCPP)) as (stand_in, engine):
        stand_in.faults.add("img_gen", **fault)
        with pytest.raises(kind):
            await engine.submit(submission())


@each_row(
    "fault, kind",
    [
        ({"html": True}, engine_errors.MalformedReplyError),
        ({"body": '{"id": "another", "status": "completed"}'}, engine_errors.MalformedReplyError),
        ({"status": 404, "html": True}, engine_errors.RouteGoneError),
        ({"status": 401, "body": "{}"}, engine_errors.BadKeyError),
        ({"status": 503, "body": "{}"}, engine_errors.ServerFaultError),
        ({"drop": "before"}, engine_errors.NetworkFaultError),
    ],
)
async def test_a_look_that_says_nothing_loses_nothing(
    fault: dict[str, Any], kind: type[engine_errors.EngineError]
) -> None:
    async with joined(quick(SDCPP)) as (stand_in, engine):
        task_id = await engine.submit(submission())
        stand_in.faults.add("job", times=None, **fault)
        with pytest.raises(kind):
            await engine.look(task_id)
        stand_in.faults.clear()
        assert (await ended(engine, task_id)).status is TaskStatus.SUCCEEDED


async def test_an_unknown_state_is_still_running() -> None:
    async with joined(quick(SDCPP)) as (stand_in, engine):
        task_id = await engine.submit(submission())
        name = stand_in.tasks[0].task_id
        stand_in.faults.add("job", body=f'{{"id": "{name}", "status": "dreaming"}}')
        assert (await engine.look(task_id)).status is TaskStatus.PENDING


async def test_600_mb_are_refused_while_they_are_read() -> None:
    async with joined(quick(SDCPP)) as (stand_in, engine):
        task_id = await engine.submit(submission())
        stand_in.faults.add("job", flood=600_000_000)
        async with asyncio.timeout(20):
            view = await engine.look(task_id)
        assert view.failure is FailureKind.IMAGE_UNAVAILABLE


async def test_another_model_than_its_own_is_not_to_be_had() -> None:
    async with joined(quick(SDCPP)) as (stand_in, engine):
        with pytest.raises(engine_errors.UnknownModelError):
            await engine.submit(submission(wish(model="sd_xl_base_1.0.safetensors")))
        with pytest.raises(engine_errors.RejectedRequestError):
            await engine.submit(submission(wish(sampler="DDIM")))
        assert not stand_in.sent("img_gen")
