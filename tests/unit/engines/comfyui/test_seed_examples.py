"""The vendor's six examples as a graph: each of their fields arrives where ComfyUI has it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.capabilities import check
from bot.domain.models import ModelKind
from bot.domain.ports import Submission, TaskStatus
from bot.domain.request import Hires, HiresScale, HiresUpscaler, ImageFormat, Lora
from bot.errors import InvalidOptionError
from bot.playground.comfyui.server import ComfyuiStandIn
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import ended, engine_at, quick, submission, wish
from tests.unit.engines.novita.doubles import seed
from tests.unit.engines.novita.doubles import wish as plain_wish
from tests.unit.engines.novita.test_seed_examples import COMMON, EXAMPLES


def texts(sent: dict[str, Any]) -> str:
    names = [entry["model_name"].rpartition(".")[0] for entry in sent.get("embeddings", ())]
    return ", ".join([sent["prompt"], *(f"embedding:{name}" for name in names)])


def sampled(sent: dict[str, Any], seed_of_image: int, **more: object) -> dict[str, Any]:
    loras = sent.get("loras", ())
    return {
        "seed": seed_of_image,
        "steps": sent["steps"],
        "cfg": sent["guidance_scale"],
        "sampler_name": "euler_ancestral",
        "scheduler": "normal",
        "denoise": 1.0,
        "model": [f"lora_{len(loras)}" if loras else "checkpoint", 0],
        "positive": ["positive", 0],
        "negative": ["negative", 0],
        "latent_image": ["latent", 0],
        **more,
    }


def expected(sent: dict[str, Any], first_seed: int, job_id: str) -> dict[str, Any]:
    """Return class and inputs by node id, from the body that the vendor prints."""
    nodes: dict[str, Any] = {
        "checkpoint": ("CheckpointLoaderSimple", {"ckpt_name": sent["model_name"]}),
        "latent": (
            "EmptyLatentImage",
            {"width": sent["width"], "height": sent["height"], "batch_size": 1},
        ),
    }
    source, slot = "checkpoint", 1
    for number, lora in enumerate(sent.get("loras", ()), 1):
        inputs = {
            "lora_name": f"{lora['model_name']}.safetensors",
            "strength_model": lora["strength"],
            "strength_clip": lora["strength"],
            "model": [source, 0],
            "clip": [source, 1],
        }
        source = f"lora_{number}"
        nodes[source] = ("LoraLoader", inputs)
    skip = {"stop_at_clip_layer": -sent["clip_skip"], "clip": [source, slot]}
    nodes["clip_skip"] = ("CLIPSetLastLayer", skip)
    clip = ["clip_skip", 0]
    nodes["positive"] = ("CLIPTextEncode", {"text": texts(sent), "clip": clip})
    nodes["negative"] = ("CLIPTextEncode", {"text": sent["negative_prompt"], "clip": clip})
    for number in range(1, sent["image_num"] + 1):
        one = first_seed + number - 1
        nodes[f"sampler_{number}"] = ("KSampler", sampled(sent, one))
        latent = f"sampler_{number}"
        if (hires := sent.get("hires_fix")) is not None:
            larger = {
                "upscale_method": "nearest-exact",
                "width": hires["target_width"],
                "height": hires["target_height"],
                "crop": "disabled",
                "samples": [latent, 0],
            }
            nodes[f"larger_{number}"] = ("LatentUpscale", larger)
            again = sampled(
                sent, one, denoise=hires["strength"], latent_image=[f"larger_{number}", 0]
            )
            latent = f"refiner_{number}"
            nodes[latent] = ("KSampler", again)
        decoded = {"samples": [latent, 0], "vae": ["checkpoint", 2]}
        nodes[f"decoded_{number}"] = ("VAEDecode", decoded)
        shown = {"images": [f"decoded_{number}", 0], "darkroom_job": f"{job_id}-{number}"}
        nodes[f"darkroom_{number}_{one}"] = ("PreviewImage", shown)
    return nodes


@each_row("name", EXAMPLES)
async def test_the_graph_sent_has_the_examples_fields(name: str) -> None:
    changes, asked = EXAMPLES[name]
    request = plain_wish(**{**COMMON, **changes})
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:

        def spelled(kind: ModelKind, typed: str) -> str:
            found = engine.catalogue.find(kind, typed)
            assert found is not None
            return found.name

        loras = tuple(Lora(spelled(ModelKind.LORA, it.name), it.strength) for it in request.loras)
        embeddings = tuple(spelled(ModelKind.EMBEDDING, it) for it in request.embeddings)
        request = plain_wish(**{**COMMON, **changes, "loras": loras, "embeddings": embeddings})
        check(request, engine.capabilities, engine.title)
        engine.check(request)
        sent = Submission(job_id=submission().job_id, request=request, asked=asked)
        task_id = await engine.submit(sent)
        view = await ended(engine, server, task_id)
        body = seed(f"{name[:3]}_request")["request"]
        task = server.tasks[0]
        assert {
            key: (node["class_type"], node["inputs"]) for key, node in task.graph.items()
        } == expected(body, sent.first_seed, "j1")
        assert view.status is TaskStatus.SUCCEEDED
        if body["seed"] != -1:
            assert sent.first_seed == body["seed"]
        picture = await engine.fetch(task_id, 0, view.images[0])
    hires = body.get("hires_fix") or {}
    assert (picture.width, picture.height) == (
        hires.get("target_width", body["width"]),
        hires.get("target_height", body["height"]),
    )
    assert [image.seed for image in view.images] == [
        sent.first_seed + index for index in range(body["image_num"])
    ]


@each_row(
    "option, changes",
    [
        ("format", {"format": ImageFormat.WEBP}),
        ("sampler", {"sampler": "PLMS"}),
        ("hires_upscaler", {"hires": Hires(HiresScale.X2, HiresUpscaler.ESRNET)}),
        ("model", {"model": "removed.safetensors"}),
        ("loras", {"loras": (Lora("removed"),)}),
        ("embeddings", {"embeddings": ("removed",)}),
        ("vae", {"vae": "removed.safetensors"}),
    ],
)
async def test_what_the_server_cannot_do_is_refused_by_name(
    option: str, changes: dict[str, Any]
) -> None:
    request = wish(**changes)
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:

        def offered() -> None:
            check(request, engine.capabilities, engine.title)
            engine.check(request)

        with pytest.raises(InvalidOptionError) as caught:
            offered()
    assert caught.value.option == option
