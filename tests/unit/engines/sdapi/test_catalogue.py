"""What a server is known to have, and what follows for what can be asked for."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
import structlog

from bot.domain.capabilities import NEUTRAL, check
from bot.domain.ids import TaskId
from bot.domain.models import ModelKind, Resolved
from bot.domain.options import OPTIONS
from bot.domain.request import Hires, HiresScale, HiresUpscaler, Lora
from bot.engine_errors import (
    BadKeyError,
    EngineError,
    RejectedRequestError,
    RouteGoneError,
    ServerFaultError,
)
from bot.engines.sdapi import catalogue
from bot.errors import InvalidOptionError
from bot.jobs import names
from bot.playground.sdapi.knobs import Flavour
from bot.prompt.options import Options
from tests.tables import each_row
from tests.unit.engines.sdapi.builders import MODEL, joined, quick, submission, wish

CHECKPOINT = ModelKind.CHECKPOINT


async def test_everything_listed_is_suggested_by_the_name_that_is_sent() -> None:
    async with joined() as (stand_in, engine):
        await engine.catalogue.learn()
        stock = stand_in.stock
        wanted = {
            CHECKPOINT: stock.checkpoints,
            ModelKind.LORA: stock.loras,
            ModelKind.EMBEDDING: [*stock.embeddings, *stock.skipped_embeddings],
            ModelKind.VAE: stock.vaes,
        }
        for kind, names in wanted.items():
            assert [model.name for model in engine.catalogue.suggest(kind, "")] == names
        found = engine.catalogue.find(CHECKPOINT, "SD_XL_base_1.0")
        assert found is not None
        assert found.is_sdxl


async def test_the_default_is_what_is_loaded_or_the_first() -> None:
    async with joined() as (stand_in, engine):
        assert engine.catalogue.default_checkpoint() is None
        await engine.catalogue.learn()
        default = engine.catalogue.default_checkpoint()
        assert default is not None
        assert default.name == MODEL
        stand_in.stock.checkpoints.remove(MODEL)
        await engine.catalogue.learn()
        default = engine.catalogue.default_checkpoint()
        assert default is not None
        assert default.name == "sd_xl_base_1.0.safetensors"


async def test_before_a_server_has_answered_everything_may_be_asked_for() -> None:
    async with joined() as (stand_in, engine):
        able = engine.capabilities
        assert able.options == {row.name for row in OPTIONS} - NEUTRAL
        assert (able.parallel, able.size_multiple) == (1, 8)
        assert not able.survives
        assert not able.finds
        engine.check(wish(loras=(Lora("whatever"),)))
        assert not stand_in.requests


@each_row(
    "flavour, missing",
    [(Flavour.A1111, set()), (Flavour.OLD, set()), (Flavour.FORGE, {"vae"})],
)
async def test_options_follow_what_the_server_lists(flavour: Flavour, missing: set[str]) -> None:
    async with joined(quick(flavour)) as (_, engine):
        await engine.catalogue.learn()
        able = engine.capabilities
        assert {row.name for row in OPTIONS} - NEUTRAL - able.options == missing
        assert able.values("hires_upscaler", tuple(HiresUpscaler)) == (
            HiresUpscaler.LATENT,
            HiresUpscaler.ESRGAN_ANIME,
        )
        for option in missing:
            with pytest.raises(InvalidOptionError) as caught:
                check(wish(vae="soft"), able, engine.title)
            assert caught.value.option == option


async def test_a_sampler_and_an_upscaler_that_it_lacks_are_refused_by_name() -> None:
    async with joined() as (_, engine):
        await engine.catalogue.learn()
        wanted = Hires(HiresScale.X2, HiresUpscaler.ESRNET)
        with pytest.raises(InvalidOptionError) as caught:
            check(wish(hires=wanted), engine.capabilities, engine.title)
        assert caught.value.option == "hires_upscaler"


async def test_what_it_lists_not_is_refused_before_anything_is_sent() -> None:
    async with joined() as (stand_in, engine):
        await engine.catalogue.learn()
        asked = len(stand_in.requests)
        for option, value in {"loras": (Lora("gone"),), "vae": "gone"}.items():
            with pytest.raises(InvalidOptionError, match="gone") as caught:
                engine.check(wish(**{option: value}))
            assert caught.value.option == option
        assert len(stand_in.requests) == asked


async def test_what_is_new_is_found_by_asking_for_its_list_alone() -> None:
    async with joined() as (stand_in, engine):
        await engine.catalogue.learn()
        stock = stand_in.stock
        for kind, names in {
            CHECKPOINT: stock.checkpoints,
            ModelKind.LORA: stock.loras,
            ModelKind.EMBEDDING: stock.embeddings,
            ModelKind.VAE: stock.vaes,
        }.items():
            names.append("fresh_1")
            asked = len(stand_in.requests)
            assert name_of(await engine.catalogue.resolve(kind, "a/Fresh [8d6c]")) == "fresh_1"
            assert name_of(await engine.catalogue.resolve(kind, "fresh")) == "fresh_1"
            assert len(stand_in.requests) == asked + 1
            assert (await engine.catalogue.resolve(kind, "gone")).model is None
        near = await engine.catalogue.resolve(ModelKind.LORA, "more_detail")
        assert near.near == ("more_details", "add_detail")


async def test_before_anything_is_known_many_who_ask_learn_it_once() -> None:
    async with joined() as (stand_in, engine):
        kinds = dict.fromkeys(ModelKind, "add_detail")
        asking = (engine.catalogue.resolve(kind, name) for kind, name in kinds.items())
        assert [bool(found.model) for found in await asyncio.gather(*asking)] == [
            kind is ModelKind.LORA for kind in kinds
        ]
        assert len([seen for seen in stand_in.requests if seen.route == "capabilities"]) == 1


async def test_of_what_is_not_listed_names_are_taken_as_written() -> None:
    async with joined(quick(Flavour.FORGE)) as (_, engine):
        await engine.catalogue.learn()
        assert name_of(await engine.catalogue.resolve(ModelKind.VAE, "a/soft.pt [8d6c]")) == (
            "a/soft.pt"
        )


async def test_the_native_server_tells_all_at_once() -> None:
    async with joined(quick(Flavour.SDCPP)) as (stand_in, engine):
        await engine.catalogue.learn()
        stand_in.stock.loras.append("fresh")
        assert name_of(await engine.catalogue.resolve(ModelKind.LORA, "Fresh.pt")) == "fresh"


async def test_what_could_not_be_asked_about_is_not_refused_either() -> None:
    async with joined() as (stand_in, engine):
        stand_in.faults.add("capabilities", status=503, times=None)
        for kind in ModelKind:
            with pytest.raises(EngineError):
                await engine.catalogue.resolve(kind, "my XL")
        assert engine.catalogue.guess(CHECKPOINT, " my XL [8d6c] ").name == "my XL"
        stand_in.faults.clear()
        await engine.catalogue.learn()
        stand_in.faults.add("loras", status=500)
        with pytest.raises(EngineError):
            await engine.catalogue.resolve(ModelKind.LORA, "fresh")
        stand_in.stock.loras.append("fresh")
        engine.check(wish(loras=(Lora("fresh"),)))
        with pytest.raises(InvalidOptionError):
            engine.check(wish(loras=(Lora("fresh"),), vae="gone"))
        # What was in doubt is read anew before a submit, whose body names what is there.
        await engine.submit(submission(wish(loras=(Lora("fresh"),))))
        engine.check(wish(loras=(Lora("fresh"),)))
        with pytest.raises(InvalidOptionError):
            engine.check(wish(loras=(Lora("gone"),)))


async def test_another_server_at_the_same_address_is_learned_anew() -> None:
    async with joined() as (stand_in, engine):
        await engine.submit(submission())
        stand_in.knobs.flavour = Flavour.SDCPP
        stand_in.faults.add("sd-models", status=404)
        with pytest.raises(RouteGoneError):
            await engine.submit(submission(job="j2"))
        assert (await engine.submit(submission(job="j2"))).startswith("sdcpp-")


async def test_lists_are_refreshed_while_it_runs() -> None:
    async with joined() as (stand_in, engine):
        slept = asyncio.Queue[float]()

        async def sleep(seconds: float) -> None:
            await slept.put(seconds)
            if slept.qsize() > 1:
                await asyncio.Event().wait()
            stand_in.faults.add("sd-models", status=401, times=None)

        engine._sleep = sleep
        hinted = asyncio.Queue[TaskId]()

        def hint(task: TaskId) -> bool:
            hinted.put_nowait(task)
            return True

        running = asyncio.create_task(engine.run(hint))
        with structlog.testing.capture_logs() as logs:
            await stand_in.wait_until(lambda it: any(s.status == 401 for s in it.requests), 10)
            assert await asyncio.wait_for(slept.get(), 10) == catalogue.REFRESH_SECONDS
            assert await asyncio.wait_for(slept.get(), 10) == catalogue.RETRY_SECONDS
        stand_in.faults.clear()
        task_id = await engine.submit(submission())
        assert await asyncio.wait_for(hinted.get(), 10) == task_id
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        assert engine.catalogue.find(CHECKPOINT, MODEL) is not None
        assert "catalogue.refresh_failed" in {log["event"] for log in logs}


async def test_the_operators_questions_say_how_well_it_is() -> None:
    async with joined() as (stand_in, engine):
        asked = engine.questions()
        assert all(len(name) <= 16 for name in asked)
        assert "samplers" in await asked["Web UI samplers"]()
        assert f"3 checkpoints, {MODEL}" in await asked["Web UI models"]()
        stand_in.stock.checkpoints.clear()
        with pytest.raises(RejectedRequestError):
            await asked["Web UI models"]()
        stand_in.knobs.api_on = False
        with pytest.raises(RouteGoneError, match="--api"):
            await asked["Web UI samplers"]()
        for status, kind in ((401, BadKeyError), (502, ServerFaultError)):
            stand_in.faults.add("capabilities", status=status)
            with pytest.raises(kind):
                await asked["Web UI samplers"]()


async def test_a_server_that_hangs_holds_nobody_up() -> None:
    async with joined() as (stand_in, engine):
        await engine.catalogue.learn()
        for route in ("sd-models", "loras", "sd-vae"):
            stand_in.faults.add(route, delay=60, times=None)
        said = Options(model="new", loras=(Lora("a/fresh"), Lora("Add_Detail")), vae="newer")
        named = await names.resolve(said, engine.catalogue, seconds=0.05)
        assert named.obstacles == ()
        loras = (Lora("a/fresh"), Lora("add_detail"))
        assert named.options == Options(model="new", loras=loras, vae="newer")
        engine.check(wish(model="new", loras=loras, vae="newer"))


def name_of(resolved: Resolved) -> str:
    assert resolved.model is not None
    return resolved.model.name
