"""The vendor's six examples as a web UI gets them, field by field."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.request import Hires, HiresScale, HiresUpscaler, Lora
from bot.engine_errors import UnknownModelError
from bot.errors import InvalidOptionError
from bot.playground.sdapi.knobs import Flavour
from bot.playground.sdapi.stock import Stock
from tests.tables import each_row
from tests.unit.engines.sdapi.builders import ended, joined, quick, submission, wish

COMMON: dict[str, Any] = {
    "prompt": "a cute dog",
    "negative_prompt": "nsfw, bottle,bad face",
    "clip_skip": 1,
    "width": 512,
    "height": 512,
    "seed": -1,
}
LORAS = (Lora("add_detail_44319.safetensors", 0.7), Lora("more_details_59655", 0.7))

EXAMPLES: dict[str, dict[str, Any]] = {
    "ex1_plain": {
        "model": "sd_xl_base_1.0.safetensors",
        "width": 1024,
        "height": 1024,
        "images": 2,
    },
    "ex2_lora": {
        "model": "majicmixRealistic_v6_65516.safetensors",
        "images": 2,
        "seed": 123,
        "loras": LORAS,
    },
    "ex3_upscale": {
        "model": "realisticVisionV51_v51VAE_94301.safetensors",
        "images": 2,
        "seed": 123,
        "hires": Hires(HiresScale.X2, HiresUpscaler.LATENT, 0.8),
    },
    "ex4_sdxl": {"model": "sd_xl_base_1.0.safetensors", "width": 1024, "height": 1024},
    "ex5_embedding": {
        "prompt": "1girl",
        "model": "realisticVisionV51_v51VAE_94301.safetensors",
        "embeddings": ("badhandv4_16755.pt", "BadDream_53202.pt"),
    },
    "ex6_nsfw_detection": {
        "prompt": "1girl,sexy",
        "model": "dreamshaper_8_93211.safetensors",
        "images": 4,
    },
}

SAID: dict[str, dict[str, Any]] = {
    "ex1_plain": {"width": 1024, "height": 1024, "n_iter": 2},
    "ex2_lora": {
        "prompt": "a cute dog <lora:add_detail_44319:0.7> <lora:more_details_59655:0.7>",
        "seed": 123,
        "n_iter": 2,
    },
    "ex3_upscale": {
        "seed": 123,
        "n_iter": 2,
        "enable_hr": True,
        "hr_scale": 2.0,
        "hr_upscaler": "Latent",
        "hr_second_pass_steps": 0,
        "denoising_strength": 0.8,
    },
    "ex4_sdxl": {"width": 1024, "height": 1024},
    "ex5_embedding": {"prompt": "1girl, badhandv4_16755, BadDream_53202"},
    "ex6_nsfw_detection": {"prompt": "1girl,sexy", "n_iter": 4},
}


def stocked() -> Stock:
    return Stock(
        checkpoints=sorted({example["model"] for example in EXAMPLES.values()}),
        loras=["add_detail_44319", "more_details_59655"],
        embeddings=["badhandv4_16755", "BadDream_53202"],
    )


@each_row("name", EXAMPLES)
async def test_an_example_arrives_as_documented(name: str) -> None:
    example = EXAMPLES[name]
    async with joined() as (stand_in, engine):
        stand_in._state.stock = stocked()
        sent = submission(wish(**{**COMMON, **example}))
        view = await ended(engine, await engine.submit(sent))
        expected = {
            "prompt": "a cute dog",
            "negative_prompt": "nsfw, bottle,bad face",
            "seed": sent.first_seed,
            "steps": 20,
            "cfg_scale": 7.5,
            "width": 512,
            "height": 512,
            "batch_size": 1,
            "n_iter": 1,
            "sampler_name": "Euler a",
            "scheduler": "Automatic",
            "send_images": True,
            "save_images": False,
            "force_task_id": "darkroom-j1-0",
            "override_settings": {
                "sd_model_checkpoint": example["model"],
                "samples_format": "jpg",
                "sd_vae": "Automatic",
                "CLIP_stop_at_last_layers": 1,
            },
            "override_settings_restore_afterwards": False,
        }
        assert stand_in.sent("txt2img")[0].body == expected | SAID[name]
        images = example.get("images", 1)
        assert [it.seed for it in view.images] == [sent.first_seed + k for k in range(images)]


async def test_an_older_server_gets_no_scheduler() -> None:
    async with joined(quick(Flavour.OLD)) as (stand_in, engine):
        await ended(engine, await engine.submit(submission(wish(sampler="DPM++ 2M Karras"))))
        body = stand_in.sent("txt2img")[0].body
        assert body["sampler_name"] == "DPM++ 2M Karras"
        assert "scheduler" not in body


async def test_what_a_server_does_not_have_is_refused_by_name() -> None:
    async with joined() as (stand_in, engine):
        await engine.catalogue.learn()
        for name, option in (("ex2_lora", "model"), ("ex5_embedding", "model")):
            with pytest.raises(InvalidOptionError) as caught:
                engine.check(wish(**{**COMMON, **EXAMPLES[name]}))
            assert caught.value.option == option
        model = {"model": "sd_xl_base_1.0.safetensors"}
        for name, option in (("ex2_lora", "loras"), ("ex5_embedding", "embeddings")):
            with pytest.raises(InvalidOptionError) as caught:
                engine.check(wish(**{**COMMON, **EXAMPLES[name], **model}))
            assert caught.value.option == option
        with pytest.raises(UnknownModelError):
            await engine.submit(submission(wish(**{**COMMON, **EXAMPLES["ex6_nsfw_detection"]})))
        assert not stand_in.tasks
