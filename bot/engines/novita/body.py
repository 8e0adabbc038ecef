"""The body of a submit: every documented field, checked, and absent when unset. No I/O.

Source: https://novita.ai/docs/api-reference/model-apis-txt2img, and for ``clip_skip``
the vendor's own examples.
"""

from __future__ import annotations

from typing import Annotated

from bot.domain import request as domain
from bot.domain.rules import characters, entries
from bot.engines.novita.extra import Extra  # noqa: TC001 - pydantic reads it when the class is made
from bot.engines.novita.ranges import Body, Name, inside, length

Side = Annotated[int, inside(domain.SIZE)]
Target = Annotated[int, inside(domain.TARGET)]
Strength = Annotated[float, inside(domain.STRENGTH)]
Prompt = Annotated[str, length(domain.PROMPT_LENGTH, characters)]
Few = length(domain.Bound(0, domain.MAX_EXTRAS), entries)


class Lora(Body):
    """A LoRA by its name without extension."""

    model_name: Name
    strength: Strength


class Embedding(Body):
    """An embedding by its file name."""

    model_name: Name


class HiresFix(Body):
    """The size after enlarging, in pixels."""

    target_width: Target
    target_height: Target
    strength: Strength
    upscaler: str | None = None


class Refiner(Body):
    """The second stage of SDXL."""

    switch_at: Strength


class Text2Image(Body):
    """What is to be drawn."""

    prompt: Prompt
    model_name: Name
    width: Side
    height: Side
    image_num: Annotated[int, inside(domain.IMAGES)]
    steps: Annotated[int, inside(domain.STEPS)]
    guidance_scale: Annotated[float, inside(domain.GUIDANCE)]
    sampler_name: str
    negative_prompt: Prompt | None = None
    seed: Annotated[int, inside(domain.SEED)] | None = None
    clip_skip: Annotated[int, inside(domain.CLIP_SKIP)] | None = None
    sd_vae: Name | None = None
    loras: Annotated[tuple[Lora, ...], Few] | None = None
    embeddings: Annotated[tuple[Embedding, ...], Few] | None = None
    hires_fix: HiresFix | None = None
    refiner: Refiner | None = None
    enable_transparent_background: bool | None = None
    restore_faces: bool | None = None


class Submit(Body):
    """The whole body."""

    extra: Extra
    request: Text2Image
