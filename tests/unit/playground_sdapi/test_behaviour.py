"""The stand-in behaves as the servers' own sources say."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.playground.sdapi import native
from bot.playground.sdapi.knobs import Flavour, Knobs
from bot.playground.sdapi.server import SdapiStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class Caller:
    """Asks the stand-in, and returns status and JSON."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self._url = session, url

    async def get(self, path: str) -> tuple[int, Any]:
        async with self._session.get(f"{self._url}{path}") as reply:
            return reply.status, await reply.json()

    async def post(self, path: str, body: object) -> tuple[int, Any]:
        async with self._session.post(f"{self._url}{path}", json=body) as reply:
            raw = await reply.read()
            return reply.status, json.loads(raw) if raw else None

    async def draw(self, **said: object) -> tuple[int, Any]:
        body = {"width": 64, "height": 64, "prompt": "a dog", "seed": 7, "sampler_name": "Euler"}
        return await self.post("/sdapi/v1/txt2img", {**body, **said})


@asynccontextmanager
async def served(**said: Any) -> AsyncGenerator[tuple[SdapiStandIn, Caller]]:  # noqa: ANN401 - any knob
    knobs: dict[str, Any] = {"run_ms": 10, "latency_ms": (0, 1), "load_ms": 0, "plain_images": True}
    async with (
        SdapiStandIn(Knobs(**(knobs | said))) as stand_in,
        aiohttp.ClientSession() as session,
    ):
        yield stand_in, Caller(session, stand_in.url)


async def test_the_answer_holds_the_images_and_a_string_of_json() -> None:
    async with served(grid=True, extra_images=1) as (_, caller):
        status, said = await caller.draw(n_iter=2, batch_size=2)
    info = json.loads(said["info"])
    assert status == 200
    assert len(said["images"]) == 1 + 4 + 1
    assert (info["all_seeds"], info["index_of_first_image"]) == ([7, 8, 9, 10], 1)
    assert b"parameters\0a dog" in base64.b64decode(said["images"][1])


async def test_settings_stay_as_the_last_request_left_them() -> None:
    async with served() as (_, caller):
        override = {"samples_format": "jpg", "sd_model_checkpoint": "sd_xl_base_1.0.safetensors"}
        await caller.draw(override_settings=override)
        _, settings = await caller.get("/sdapi/v1/options")
        assert settings["samples_format"] == "jpg"
        assert settings["sd_model_checkpoint"] == "sd_xl_base_1.0.safetensors"
        _, said = await caller.draw()
        assert base64.b64decode(said["images"][0]).startswith(b"\xff\xd8")


async def test_an_unknown_checkpoint_is_ignored_without_a_word() -> None:
    async with served() as (_, caller):
        status, said = await caller.draw(override_settings={"sd_model_checkpoint": "gone"})
    assert (status, json.loads(said["info"])["sd_model_name"]) == (200, "dreamshaper_8")


@pytest.mark.parametrize(("flavour", "status"), [(Flavour.A1111, 404), (Flavour.FORGE, 400)])
async def test_an_unknown_sampler_is_not_found(flavour: Flavour, status: int) -> None:
    async with served(flavour=flavour) as (_, caller):
        assert await caller.draw(sampler_name="gone") == (status, {"detail": "Sampler not found"})


async def test_what_is_no_body_is_complained_about() -> None:
    async with served() as (_, caller):
        status, said = await caller.draw(steps="many", enable_hr=1)
        assert status == 422
        assert [it["loc"] for it in said["detail"]] == [["body", "steps"], ["body", "enable_hr"]]
        assert (await caller.post("/sdapi/v1/txt2img", []))[0] == 422


async def test_one_task_runs_and_the_others_wait() -> None:
    async with served(hold=True) as (stand_in, caller):
        drawing = [
            asyncio.create_task(caller.draw(force_task_id=name)) for name in ("first", "second")
        ]
        await stand_in.wait_until(lambda it: len(it.tasks) == 2 and it.running is not None, 10)
        first = stand_in.running
        assert first is not None
        waiting = next(task for task in stand_in.tasks if task is not first)
        path = "/internal/progress"
        _, running = await caller.post(path, {"id_task": first.task_id, "live_preview": False})
        _, queued = await caller.post(path, {"id_task": waiting.task_id})
        _, neither = await caller.post(path, {"id_task": "gone"})
        assert (running["active"], running["live_preview"]) == (True, None)
        assert (queued["active"], queued["queued"]) == (False, True)
        assert queued["textinfo"] == "In queue: 1/1"
        assert not neither["active"]
        assert not neither["queued"]
        assert await caller.get("/internal/pending-tasks") == (
            200,
            {"size": 1, "tasks": [waiting.task_id]},
        )
        assert (await caller.post("/sdapi/v1/interrupt", {}))[0] == 200
        await stand_in.wait_until(lambda it: it.running is waiting, 10)
        waiting.release()
        assert [status for status, _ in await asyncio.gather(*drawing)] == [200, 200]
        assert (first.is_interrupted, waiting.is_interrupted) == (True, False)


async def test_who_hangs_up_stops_nothing() -> None:
    async with served(hold=True) as (stand_in, caller):
        drawing = asyncio.create_task(caller.draw())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        drawing.cancel()
        await asyncio.gather(drawing, return_exceptions=True)
        other = asyncio.create_task(caller.draw())
        await stand_in.wait_until(lambda it: len(it.tasks) == 2, 10)
        assert stand_in.running is stand_in.tasks[0]
        stand_in.tasks[0].release()
        await stand_in.wait_until(lambda it: it.running is it.tasks[1], 10)
        stand_in.tasks[1].release()
        assert (await other)[0] == 200


async def test_delays_are_drawn_and_the_same_each_time() -> None:
    delays = [SdapiStandIn(rng_seed=3)._state.rng.random() for _ in range(2)]
    assert delays[0] == delays[1]
    async with served(latency_ms=(30, 40)) as (_, caller):
        begun = asyncio.get_running_loop().time()
        await caller.get("/sdapi/v1/samplers")
        assert asyncio.get_running_loop().time() - begun >= 0.03


async def test_what_a_server_does_not_have_is_not_found() -> None:
    async with served(flavour=Flavour.OLD) as (stand_in, caller):
        assert (await caller.get("/sdapi/v1/schedulers"))[0] == 404
        assert (await caller.get("/sdcpp/v1/capabilities"))[0] == 404
        assert (await caller.get("/elsewhere"))[0] == 404
        stand_in.knobs.api_on = False
        assert await caller.get("/sdapi/v1/samplers") == (404, {"detail": "Not Found"})


async def test_a_server_started_anew_in_the_same_second_gives_other_ids(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = SimpleNamespace(time=lambda: 1_800_000_000.0, monotonic=time.monotonic)
    monkeypatch.setattr(native, "time", now)
    async with served(flavour=Flavour.SDCPP) as (stand_in, caller):
        _, before = await caller.post("/sdcpp/v1/img_gen", {"prompt": "a dog"})
        stand_in.crash()
        _, after = await caller.post("/sdcpp/v1/img_gen", {"prompt": "a cat"})
    assert before["id"] != after["id"]
