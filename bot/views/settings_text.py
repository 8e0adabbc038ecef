"""Say what a request asks for: model and size, and the settings that differ from the default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.request import GenerationRequest, Hires
from bot.views.clean import code
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME_ROOM = Room(50, 130)
"""For the name of a model, LoRA, embedding or VAE."""

_DEFAULT = GenerationRequest(prompt="-", model="-", width=512, height=512)


def settings(request: GenerationRequest) -> list[str]:
    """Return the settings in words, most telling first; the model and the size always."""
    return [code(request.model, NAME_ROOM), _size(request), *_numbers(request), *_extras(request)]


def _size(request: GenerationRequest) -> str:
    asked = f"{request.width}×{request.height}"
    if request.hires is None:
        return asked
    width, height = request.target
    return f"{asked}, hires {request.hires.scale} to {width}×{height}{_hires(request.hires)}"


def _hires(hires: Hires) -> str:
    default = Hires(hires.scale)
    upscaler = f" by {hires.upscaler}" if hires.upscaler != default.upscaler else ""
    strength = f" at {hires.strength:g}" if hires.strength != default.strength else ""
    return upscaler + strength


def _numbers(request: GenerationRequest) -> Iterator[str]:
    if request.steps != _DEFAULT.steps:
        yield f"{request.steps} step" + "s" * (request.steps > 1)
    if request.guidance != _DEFAULT.guidance:
        yield f"guidance {request.guidance:g}"
    if request.sampler != _DEFAULT.sampler:
        yield request.sampler
    if request.clip_skip is not None:
        yield f"clip skip {request.clip_skip}"
    if request.format != _DEFAULT.format:
        yield request.format.value.upper()


def _extras(request: GenerationRequest) -> Iterator[str]:
    for lora in request.loras:
        strength = "" if lora.strength == 1 else f" {lora.strength:g}"
        yield f"LoRA {code(lora.name, NAME_ROOM)}{strength}"
    for embedding in request.embeddings:
        yield f"embedding {code(embedding, NAME_ROOM)}"
    if request.vae is not None:
        yield f"VAE {code(request.vae, NAME_ROOM)}"
