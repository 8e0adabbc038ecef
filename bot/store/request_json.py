"""A generation request as JSON and back: explicit, and forgiving of older rows."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.request import (
    RANDOM_SEED,
    SAMPLERS,
    GenerationRequest,
    Hires,
    HiresScale,
    HiresUpscaler,
    ImageFormat,
    Lora,
)
from bot.errors import InvalidOptionError, StoreError


def encode(request: GenerationRequest) -> str:
    """Return ASCII JSON, which any database takes whatever the prompt holds."""
    hires = request.hires
    return json.dumps(
        {
            "prompt": request.prompt,
            "model": request.model,
            "width": request.width,
            "height": request.height,
            "negative_prompt": request.negative_prompt,
            "images": request.images,
            "steps": request.steps,
            "guidance": request.guidance,
            "sampler": request.sampler,
            "seed": request.seed,
            "clip_skip": request.clip_skip,
            "loras": [[lora.name, lora.strength] for lora in request.loras],
            "embeddings": request.embeddings,
            "hires": hires and [hires.scale, hires.upscaler, hires.strength],
            "vae": request.vae,
            "format": request.format,
            "private": request.private,
        }
    )


def decode(text: str) -> GenerationRequest:
    """Return the request; what an older row lacks has its default, what we do not know is left.

    Raises:
        StoreError: it is not a request of ours, or one that today's rules refuse.

    """
    try:
        return _request(json.loads(text))
    except (KeyError, TypeError, ValueError, InvalidOptionError) as error:
        raise StoreError(f"a request cannot be read: {type(error).__name__}") from error


def _request(said: dict[str, Any]) -> GenerationRequest:
    return GenerationRequest(
        prompt=said["prompt"],
        model=said["model"],
        width=said["width"],
        height=said["height"],
        negative_prompt=said.get("negative_prompt", ""),
        images=said.get("images", 1),
        steps=said.get("steps", 20),
        guidance=said.get("guidance", 7.5),
        sampler=said.get("sampler", SAMPLERS[0]),
        seed=said.get("seed", RANDOM_SEED),
        clip_skip=said.get("clip_skip"),
        loras=tuple(Lora(name, strength) for name, strength in said.get("loras", ())),
        embeddings=tuple(said.get("embeddings", ())),
        hires=_hires(said.get("hires")),
        vae=said.get("vae"),
        format=ImageFormat(said.get("format", ImageFormat.JPEG)),
        private=said.get("private", False),
    )


def _hires(said: list[Any] | None) -> Hires | None:
    if said is None:
        return None
    scale, upscaler, strength = said
    return Hires(HiresScale(scale), HiresUpscaler(upscaler), strength)
