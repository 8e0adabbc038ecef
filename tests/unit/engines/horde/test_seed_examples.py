"""The six requests of the seed, as far as AI Horde can take them: what arrives, field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain import capabilities
from bot.domain.ports import TaskStatus
from bot.domain.request import Hires, HiresScale, HiresUpscaler, Lora
from bot.domain.verdict import Asked
from bot.engine_errors import ImageError
from bot.errors import InvalidOptionError
from tests.tables import each_row
from tests.unit.engines.horde.stage import AGENT, KEY, staged, submission, wish

if TYPE_CHECKING:
    from bot.domain.request import GenerationRequest
    from bot.engines.horde.client import HordeEngine

OFF = Asked(detection=False, level=0)

COMMON: dict[str, Any] = {
    "prompt": "a cute dog",
    "negative_prompt": "nsfw, bottle,bad face",
    "clip_skip": 1,
    "seed": 392212448,
}
TOP: dict[str, Any] = {
    "prompt": "a cute dog ### nsfw, bottle,bad face",
    "models": ["Deliberate"],
    "nsfw": False,
    "censor_nsfw": False,
    "replacement_filter": True,
    "r2": True,
    "shared": False,
    "trusted_workers": False,
    "validated_backends": True,
    "slow_workers": True,
    "extra_slow_workers": False,
    "allow_downgrade": False,
    "disable_batching": False,
    "dry_run": False,
}
PARAMS: dict[str, Any] = {
    "width": 512,
    "height": 512,
    "steps": 20,
    "cfg_scale": 7.5,
    "sampler_name": "k_euler_a",
    "karras": False,
    "n": 1,
    "seed": "392212448",
    "clip_skip": 1,
    "hires_fix": False,
    "tiling": False,
    "transparent": False,
    "post_processing": [],
}

EXAMPLES: dict[str, tuple[dict[str, Any], Asked, dict[str, Any], dict[str, Any]]] = {
    "ex1_plain": (
        {"model": "SDXL 1.0", "width": 1024, "height": 1024, "images": 2},
        OFF,
        {"models": ["SDXL 1.0"]},
        {"width": 1024, "height": 1024, "n": 2, "seed": "392212447", "seed_variation": 1},
    ),
    "ex2_lora": (
        {
            "images": 2,
            "seed": 123,
            "loras": (
                Lora("add_detail_44319.safetensors", 0.7),
                Lora("more_details_59655", 0.7),
            ),
        },
        OFF,
        {},
        {
            "n": 2,
            "seed": "122",
            "seed_variation": 1,
            "loras": [
                {"name": "add_detail_44319", "model": 0.7, "clip": 0.7},
                {"name": "more_details_59655", "model": 0.7, "clip": 0.7},
            ],
        },
    ),
    "ex3_upscale": (
        {"images": 2, "seed": 123, "hires": Hires(HiresScale.X2, HiresUpscaler.LATENT, 0.8)},
        OFF,
        {},
        {
            "width": 1024,
            "height": 1024,
            "n": 2,
            "seed": "122",
            "seed_variation": 1,
            "hires_fix": True,
            "hires_fix_denoising_strength": 0.8,
        },
    ),
    "ex4_sdxl": (
        {"model": "SDXL 1.0", "width": 1024, "height": 1024},
        OFF,
        {"models": ["SDXL 1.0"]},
        {"width": 1024, "height": 1024},
    ),
    "ex5_embedding": (
        {"prompt": "1girl", "embeddings": ("badhandv4_16755.pt", "BadDream_53202.pt")},
        OFF,
        {"prompt": "1girl ### nsfw, bottle,bad face"},
        {
            "tis": [
                {"name": "badhandv4_16755", "inject_ti": "negprompt", "strength": 1.0},
                {"name": "BadDream_53202", "inject_ti": "negprompt", "strength": 1.0},
            ]
        },
    ),
    "ex6_nsfw_detection": (
        {"prompt": "1girl,sexy", "images": 4},
        Asked(detection=True, level=2),
        {"prompt": "1girl,sexy ### nsfw, bottle,bad face", "censor_nsfw": True},
        {"n": 4, "seed": "392212447", "seed_variation": 1},
    ),
}


def check(engine: HordeEngine, request: GenerationRequest) -> None:
    """Check as a job is, before anything is public."""
    capabilities.check(request, engine.capabilities, engine.title)
    engine.check(request)


@each_row("name", EXAMPLES)
async def test_the_request_arrives_as_documented(name: str) -> None:
    changes, asked, top, params = EXAMPLES[name]
    request = wish(**(COMMON | changes))
    async with staged() as stage:
        stage.horde.models["SDXL 1.0"] = 3
        check(stage.engine, request)
        task_id = await stage.engine.submit(submission(request, asked))
        [task] = stage.horde.tasks
        assert task.task_id == task_id
        assert task.body == TOP | top | {"params": PARAMS | params}
        assert task.headers["apikey"] == KEY
        assert task.headers["Client-Agent"] == AGENT
        assert task.headers["Content-Type"] == "application/json"

        view = await stage.ended(task_id)
        assert view.status is TaskStatus.SUCCEEDED
        first = request.seed
        assert [image.seed for image in view.images] == list(range(first, first + request.images))
        if name == "ex6_nsfw_detection":
            # "sexy", where no adults are: what a worker put in one's place is not even fetched.
            ((index, replaced),) = (
                (n, it) for n, it in enumerate(view.images) if it.is_placeholder
            )
            with pytest.raises(ImageError):
                await stage.engine.fetch(task_id, index, replaced)
            assert not stage.horde.asked("image")
            return
        picture = await stage.engine.fetch(task_id, 0, view.images[0])
        assert (picture.width, picture.height) == request.target


@each_row(
    "option, changes",
    [
        ("vae", {"vae": "vae-ft-mse-840000-ema-pruned"}),
        ("sampler", {"sampler": "PLMS"}),
        ("sampler", {"sampler": "UniPC"}),
        ("format", {"format": "png"}),
        ("hires_upscaler", {"hires": Hires(HiresScale.X2, HiresUpscaler.ESRNET)}),
        ("hires_strength", {"hires": Hires(HiresScale.X2, strength=0.0)}),
        ("hires", {"width": 576, "hires": Hires(HiresScale.X1_5)}),
        ("hires", {"width": 832, "hires": Hires(HiresScale.X4)}),
        ("guidance", {"guidance": 7.125}),
        ("seed", {"seed": 0, "images": 2}),
        ("seed", {"seed": 2**32 - 1, "images": 2}),
        ("loras", {"loras": (Lora("x" * 256),)}),
        ("embeddings", {"embeddings": ("x" * 256,)}),
    ],
)
async def test_what_it_cannot_take_is_refused_by_name(option: str, changes: dict[str, Any]) -> None:
    request = wish(**changes)
    async with staged() as stage:
        with pytest.raises(InvalidOptionError) as caught:
            check(stage.engine, request)
        assert caught.value.option == option
        assert not stage.horde.requests


async def test_a_place_for_adults_says_so_and_has_nothing_censored() -> None:
    async with staged() as stage:
        await stage.engine.submit(replace(submission(), age_restricted=True))
        body = stage.horde.tasks[0].body
        assert (body["nsfw"], body["censor_nsfw"]) == (True, False)
