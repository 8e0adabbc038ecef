"""What a server lists, and what is offered of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from stamina import AsyncRetryingCaller

from bot import engine_errors
from bot.domain.choices import HiresUpscaler
from bot.domain.models import ModelKind, Resolved
from bot.domain.request import Lora
from bot.engines.comfyui import listing
from bot.engines.comfyui.opening import open_comfyui
from bot.errors import InvalidOptionError
from bot.jobs import names
from bot.playground.comfyui.faults import Fault
from bot.playground.comfyui.server import ComfyuiStandIn
from bot.prompt.options import Options
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import (
    MODEL,
    SOON,
    engine_at,
    listening,
    options,
    quick,
    wish,
)
from tests.unit.engines.comfyui.workflows import GRAPH, changed, saved

if TYPE_CHECKING:
    from pathlib import Path


async def test_models_are_found_as_the_server_spells_them() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        find = engine.catalogue.find
        found = [
            find(ModelKind.CHECKPOINT, "DreamShaper_8_93211"),
            find(ModelKind.LORA, "styles/ink_wash"),
            find(ModelKind.EMBEDDING, "badhandv4_16755.pt"),
            find(ModelKind.VAE, "sdxl_vae"),
        ]
        assert [model.name if model else None for model in found] == [
            MODEL,
            "styles/ink_wash.safetensors",
            "badhandv4_16755",
            "sdxl_vae.safetensors",
        ]
        default = engine.catalogue.default_checkpoint()
        assert default is not None
        assert default.name == server.stock.lists["checkpoints"][0]
        assert engine.catalogue.suggest(ModelKind.LORA, "ink")


async def test_before_the_lists_are_known_names_are_taken_as_typed() -> None:
    async with ComfyuiStandIn(quick()) as server, open_comfyui(options(server.url)) as engine:
        assert engine.catalogue.default_checkpoint() is None
        engine.check(wish(model="whatever"))
        assert "Euler a" in engine.capabilities.samplers
        await server.stop()
        engine.catalogue._lists = AsyncRetryingCaller(attempts=1)
        for kind in ModelKind:
            with pytest.raises(engine_errors.EngineError):
                await engine.catalogue.resolve(kind, "whatever")
            assert engine.catalogue.guess(kind, " a\\whatever [8d6c] ").name == "a\\whatever"


async def test_what_was_just_added_is_found_by_asking_for_its_list_alone() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        lists = {
            ModelKind.CHECKPOINT: server.stock.lists["checkpoints"],
            ModelKind.LORA: server.stock.lists["loras"],
            ModelKind.VAE: server.stock.lists["vae"],
            ModelKind.EMBEDDING: server.stock.embeddings,
        }
        for kind, names in lists.items():
            names.append("folder/new_1")
            asked = len(server.requests)
            assert name_of(await engine.catalogue.resolve(kind, "x\\NEW.pt")) == "folder/new_1"
            assert name_of(await engine.catalogue.resolve(kind, "new")) == "folder/new_1"
            assert len(server.requests) == asked + 1
            assert (await engine.catalogue.resolve(kind, "newer")).model is None


async def test_a_folder_tells_two_of_one_name_apart() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        server.stock.lists["loras"][:] = ["sd15/ink.pt", "sdxl\\ink.pt", "styles/ink_wash.pt"]
        await engine.catalogue.ask()
        resolve = engine.catalogue.resolve
        assert (await resolve(ModelKind.LORA, "ink")).several == ("sd15/ink.pt", "sdxl\\ink.pt")
        assert name_of(await resolve(ModelKind.LORA, "SDXL/ink")) == "sdxl\\ink.pt"
        assert name_of(await resolve(ModelKind.LORA, "ink_wash")) == "styles/ink_wash.pt"
        assert (await resolve(ModelKind.LORA, "inkwash")).near[0] == "styles/ink_wash.pt"


async def test_many_who_ask_at_once_share_one_answer() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        asked = len(server.requests)
        names = [f"new{number}" for number in range(5)]
        await asyncio.gather(*(engine.catalogue.resolve(ModelKind.LORA, name) for name in names))
        assert len(server.requests) == asked + 1


async def test_what_could_not_be_asked_about_is_not_refused_either() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        server.faults.add(Fault(route="models", status=401))
        with pytest.raises(engine_errors.EngineError):
            await engine.catalogue.resolve(ModelKind.LORA, "new")
        engine.check(wish(loras=(Lora("new"),)))
        with pytest.raises(InvalidOptionError):
            engine.check(wish(model="new"))
        await engine.catalogue.ask()
        with pytest.raises(InvalidOptionError):
            engine.check(wish(loras=(Lora("new"),)))


async def test_older_servers_list_by_the_description_of_their_nodes() -> None:
    async with ComfyuiStandIn(quick()) as server:
        server.faults.add(Fault(route="models", status=404, times=None))
        async with engine_at(server) as engine:
            assert engine.catalogue.find(ModelKind.CHECKPOINT, MODEL)
            assert engine.catalogue.find(ModelKind.LORA, "add_detail_44319")


async def test_upscalers_are_offered_that_the_server_has() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        both = ["Latent", "RealESRGAN_x4plus_anime_6B"]
        assert list(engine.capabilities.choices["hires_upscaler"]) == both
        server.stock.lists["upscale_models"][:] = []
        await engine.catalogue.ask()
        assert list(engine.capabilities.choices["hires_upscaler"]) == ["Latent"]


def test_upscalers_are_known_in_folders_and_with_other_endings() -> None:
    files = ["x/RealESRNet_x4plus.pth", "y\\RealESRGAN_x4plus_anime_6B.safetensors", "Latent.pth"]
    assert listing.upscalers(files) == {
        HiresUpscaler.ESRNET: files[0],
        HiresUpscaler.ESRGAN_ANIME: files[1],
    }


async def test_samplers_follow_the_server() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        server.stock.lists["samplers"][:] = ["euler", "dpmpp_2m"]
        server.stock.lists["schedulers"][:] = ["normal"]
        await engine.catalogue.ask()
        assert engine.capabilities.samplers == ("Euler", "DPM++ 2M")


@each_row(
    "described",
    [
        [["a", 7, "b", ""], {}],
        [["a", "b"]],
        ["COMBO", {"options": ["a", "b"], "multiselect": False}],
    ],
)
@each_row("group", ["required", "optional"])
def test_choices_are_read_in_either_form(described: object, group: str) -> None:
    said: dict[str, object] = {"KSampler": {"input": {group: {"sampler_name": described}}}}
    assert listing.choices(said, listing.SAMPLERS) == ["a", "b"]


@each_row("said", [{}, {"KSampler": 7}, {"KSampler": {"input": {"required": []}}}])
def test_a_class_that_is_not_there_has_no_choices(said: dict[str, object]) -> None:
    with pytest.raises(engine_errors.MalformedReplyError):
        listing.choices(said, listing.SAMPLERS)


async def test_a_failed_refresh_keeps_what_was_known() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        server.faults.add(Fault(route="models", status=401, times=None))
        assert not await engine.catalogue.refresh()
        assert engine.catalogue.find(ModelKind.CHECKPOINT, MODEL)


async def test_lists_are_fresh_again_once_the_server_is_back() -> None:
    async with (
        ComfyuiStandIn(quick()) as server,
        engine_at(server) as engine,
        listening(engine, server),
    ):
        server.stock.lists["loras"].append("new.safetensors")
        await server.restart()
        await server.wait_until(
            lambda _: engine.catalogue.find(ModelKind.LORA, "new") is not None, SOON
        )


async def test_an_operators_graph_is_offered_what_its_own_nodes_take(tmp_path: Path) -> None:
    file = saved(GRAPH, tmp_path)
    async with ComfyuiStandIn(quick()) as server, engine_at(server, file) as engine:
        assert engine.catalogue.find(ModelKind.CHECKPOINT, MODEL)
        assert not engine.catalogue.suggest(ModelKind.LORA, "")
        assert "DPM++ SDE Karras" in engine.capabilities.samplers
        assert "hires_upscaler" not in engine.capabilities.choices


async def test_a_graph_with_its_own_model_has_but_that(tmp_path: Path) -> None:
    file = saved(changed(n4_ckpt_name="flux.safetensors"), tmp_path)
    async with ComfyuiStandIn(quick()) as server, engine_at(server, file) as engine:
        default = engine.catalogue.default_checkpoint()
        assert default is not None
        assert default.name == "flux.safetensors"
        engine.check(wish(model=default.name))
        with pytest.raises(InvalidOptionError):
            engine.check(wish())
        asked = len(server.requests)
        assert await engine.catalogue.resolve(ModelKind.CHECKPOINT, MODEL) == Resolved()
        # Of what its graph has no use for, nothing is known: another check refuses the option.
        assert name_of(await engine.catalogue.resolve(ModelKind.VAE, "a/b")) == "a/b"
        assert len(server.requests) == asked


async def test_check_tells_how_the_server_is(tmp_path: Path) -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        said = {name: await ask() for name, ask in engine.questions().items()}
        assert said == {
            "ComfyUI server": "version 0.33.0, cuda:0 NVIDIA GeForce RTX 4070, 12.0 GiB",
            "ComfyUI nodes": "all 14 node types are installed",
            "ComfyUI models": f"60 to choose from, the first is {MODEL}",
        }
        assert max(map(len, said)) <= 16
        server.stock.lists["checkpoints"].clear()
        with pytest.raises(engine_errors.UnknownModelError, match="models folder"):
            await engine.questions()["ComfyUI models"]()
    strange = {**GRAPH, "8": {**GRAPH["8"], "class_type": "MyDecode"}}
    file = saved(strange, tmp_path)
    async with ComfyuiStandIn(quick()) as server, engine_at(server, file) as engine:
        with pytest.raises(engine_errors.RejectedRequestError, match="MyDecode"):
            await engine.questions()["ComfyUI nodes"]()


async def test_a_refresh_waits_for_its_time_or_for_a_reason() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        waits = list[float]()
        again = asyncio.Event()

        async def wait(stale: asyncio.Event, seconds: float) -> None:
            waits.append(seconds)
            again.set()
            await stale.wait()

        engine.catalogue._wait = wait
        running = asyncio.create_task(engine.catalogue.run())
        async with asyncio.timeout(SOON):
            await again.wait()
            again.clear()
            server.faults.add(Fault(route="embeddings", status=401, times=None))
            engine.catalogue.stale()
            await again.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert waits == [300, 15]


async def test_a_server_that_hangs_holds_nobody_up() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        server.faults.add(Fault(route="models", delay=60, times=None))
        said = Options(model="new", loras=(Lora("a\\fresh"), Lora("Add_Detail")), vae="newer")
        named = await names.resolve(said, engine.catalogue, seconds=0.05)
        assert named.obstacles == ()
        loras = (Lora("a\\fresh"), Lora("add_detail_44319.safetensors"))
        assert named.options == Options(model="new", loras=loras, vae="newer")
        engine.check(wish(model="new", loras=loras, vae="newer"))


def name_of(resolved: Resolved) -> str:
    assert resolved.model is not None
    return resolved.model.name
