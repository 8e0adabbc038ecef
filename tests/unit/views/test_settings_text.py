from __future__ import annotations

from typing import Any

import pytest

from bot.domain.request import Hires, HiresScale, HiresUpscaler, ImageFormat, Lora
from bot.views.settings_text import settings
from tests.tables import each_row
from tests.unit.views.samples import job

BASE = ["`dreamshaper_8_93211.safetensors`", "512×512"]


@each_row(
    "options, words",
    [
        ({}, []),
        ({"images": 4, "seed": 7}, []),
        ({"steps": 30}, ["30 steps"]),
        ({"steps": 1}, ["1 step"]),
        ({"guidance": 7.0}, ["guidance 7"]),
        ({"sampler": "DDIM"}, ["DDIM"]),
        ({"clip_skip": 2}, ["clip skip 2"]),
        ({"format": ImageFormat.PNG}, ["PNG"]),
        ({"loras": (Lora("detail", 0.7), Lora("x"))}, ["LoRA `detail` 0.7", "LoRA `x`"]),
        ({"embeddings": ("easyneg",)}, ["embedding `easyneg`"]),
        ({"vae": "vae.pt"}, ["VAE `vae.pt`"]),
    ],
)
def test_only_what_differs_from_the_default_is_told(
    options: dict[str, Any], words: list[str]
) -> None:
    assert settings(job(**options).request) == BASE + words


@pytest.mark.parametrize(
    ("hires", "words"),
    [
        (Hires(HiresScale.X2), "512×512, hires 2x to 1024×1024"),
        (
            Hires(HiresScale.X1_5, HiresUpscaler.ESRNET, 0.4),
            "512×512, hires 1.5x to 768×768 with RealESRNet_x4plus at 0.4",
        ),
    ],
)
def test_the_hires_fix_tells_the_finished_size(hires: Hires, words: str) -> None:
    assert settings(job(hires=hires).request)[1] == words
