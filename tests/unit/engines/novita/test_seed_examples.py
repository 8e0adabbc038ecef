"""Each of the vendor's six examples: the body we send and the replies we read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain.ids import TaskId
from bot.domain.ports import Picture, TaskStatus
from bot.domain.request import Hires, HiresScale, HiresUpscaler, ImageFormat, Lora
from bot.domain.verdict import Asked
from bot.engines.novita.client import NovitaEngine
from tests.tables import each_row
from tests.unit.engines.novita.doubles import Script, reply, seed, submission, wish

OFF = Asked(detection=False, level=0)

COMMON: dict[str, Any] = {
    "prompt": "a cute dog",
    "negative_prompt": "nsfw, bottle,bad face",
    "clip_skip": 1,
}

EXAMPLES: dict[str, tuple[dict[str, Any], Asked]] = {
    "ex1_plain": (
        {"model": "sd_xl_base_1.0.safetensors", "width": 1024, "height": 1024, "images": 2},
        OFF,
    ),
    "ex2_lora": (
        {
            "model": "majicmixRealistic_v6_65516.safetensors",
            "images": 2,
            "seed": 123,
            "loras": (
                Lora("add_detail_44319.safetensors", 0.7),
                Lora("more_details_59655", 0.7),
            ),
        },
        OFF,
    ),
    "ex3_upscale": (
        {
            "model": "realisticVisionV51_v51VAE_94301.safetensors",
            "images": 2,
            "seed": 123,
            "hires": Hires(HiresScale.X2, HiresUpscaler.LATENT, 0.8),
        },
        OFF,
    ),
    "ex4_sdxl": (
        {"model": "sd_xl_base_1.0.safetensors", "width": 1024, "height": 1024},
        OFF,
    ),
    "ex5_embedding": (
        {
            "prompt": "1girl",
            "model": "realisticVisionV51_v51VAE_94301.safetensors",
            "embeddings": ("badhandv4_16755.pt", "BadDream_53202.pt"),
        },
        OFF,
    ),
    "ex6_nsfw_detection": (
        {"prompt": "1girl,sexy", "model": "dreamshaper_8_93211.safetensors", "images": 4},
        Asked(detection=True, level=2),
    ),
}

SEEDS = [392212448, 123, 123, 3706472920, 767172278, 1998521869]


async def fetch(url: str, /) -> Picture:
    return Picture(data=url.encode(), format=ImageFormat.JPEG, width=1, height=1)


def essential(value: object) -> object:
    """Leave out what means "not asked for": null, {} and switches that are off."""
    if not isinstance(value, dict):
        return value
    kept = {key: essential(item) for key, item in value.items()}
    return {key: item for key, item in kept.items() if item not in (None, {}, False)}


@each_row("name", EXAMPLES)
async def test_the_body_sent_is_the_examples(name: str) -> None:
    changes, asked = EXAMPLES[name]
    send = Script(reply(seed(f"{name[:3]}_submit")))
    await NovitaEngine(send, fetch).submit(submission(wish(**{**COMMON, **changes}), asked))
    assert essential(json.loads(send.sent[0].body or b"")) == essential(seed(f"{name[:3]}_request"))


@each_row("number", range(1, 7))
async def test_the_task_id_is_read_from_the_examples_reply(number: int) -> None:
    answer = seed(f"ex{number}_submit")
    task_id = await NovitaEngine(Script(reply(answer)), fetch).submit(submission(wish(), OFF))
    assert task_id == (answer.get("data") or answer)["task_id"]


@each_row("number", range(1, 7))
async def test_the_examples_result_is_read_in_full(number: int) -> None:
    answer = seed(f"ex{number}_result")
    view = await NovitaEngine(Script(reply(answer)), fetch).look(TaskId("t"))
    assert view.status is TaskStatus.SUCCEEDED
    assert view.seed == SEEDS[number - 1]
    assert [image.url for image in view.images] == [
        image["image_url"] for image in answer["images"]
    ]
    assert [image.detection for image in view.images] == [
        image.get("nsfw_detection_result") for image in answer["images"]
    ]


@each_row("number", range(1, 7))
async def test_the_examples_images_are_fetched_by_their_whole_addresses(number: int) -> None:
    answer = seed(f"ex{number}_result")
    engine = NovitaEngine(Script(reply(answer)), fetch)
    view = await engine.look(TaskId("t"))
    pictures = [await engine.fetch(TaskId("t"), n, image) for n, image in enumerate(view.images)]
    assert [picture.data.decode() for picture in pictures] == [
        image["image_url"] for image in answer["images"]
    ]


async def test_run_time_is_by_the_engines_own_clock() -> None:
    view = await NovitaEngine(Script(reply(seed("ex1_result"))), fetch).look(TaskId("t"))
    assert view.run_seconds == pytest.approx(3.855)
