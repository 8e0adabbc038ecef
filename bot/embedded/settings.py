"""What a program other than a web UI wrote, written as a web UI would. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.embedded.found import Found
from bot.prompt.quote import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEEDS_QUOTES = frozenset('",:\n')
_FEWEST = 3
"""Pairs that make a block where the steps are not among them: fewer may be words of a prompt."""

_NOT_IN_TAG = str.maketrans("", "", "<>:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was said; all that is empty was not."""

    program: str
    prompt: str
    negative: str = ""
    steps: str = ""
    sampler: str = ""
    schedule: str = ""
    guidance: str = ""
    seed: str = ""
    width: str = ""
    height: str = ""
    model: str = ""
    vae: str = ""
    clip_skip: str = ""
    hires: str = ""
    strength: str = ""
    """Of the second pass; means nothing without ``hires``."""
    loras: Sequence[tuple[str, str]] = field(default=())
    """Name and strength, in the order in which they are applied."""


def found(settings: Settings) -> Found | None:
    """Return the settings as text; None if they say nothing."""
    tags = [f"<lora:{_tagged(lora)}>" for lora in settings.loras]
    prompt = " ".join([settings.prompt, *tags]).strip()
    pairs = _pairs(settings)
    if not prompt and not settings.negative and len(pairs) < 2:
        return None
    lines = [prompt]
    if settings.negative:
        lines.append(f"Negative prompt: {settings.negative}")
    if settings.steps or len(pairs) >= _FEWEST:
        lines.append(", ".join([*pairs, f"Version: {_value(settings.program)}"]))
    return Found("\n".join(lines), settings.program)


def _tagged(lora: tuple[str, str]) -> str:
    """Return what stands in a tag; one without a strength has the usual."""
    name, strength = lora
    plain = name.translate(_NOT_IN_TAG)
    return f"{plain}:{strength}" if strength else plain


def _pairs(said: Settings) -> list[str]:
    is_sized = said.width and said.height
    keyed = {
        "Steps": said.steps,
        "Sampler": said.sampler,
        "Schedule type": said.schedule if said.sampler else "",
        "CFG scale": said.guidance,
        "Seed": said.seed,
        "Size": f"{said.width}x{said.height}" if is_sized else "",
        "Model": said.model,
        "VAE": said.vae,
        "Clip skip": said.clip_skip,
        "Denoising strength": said.strength if said.hires else "",
        "Hires upscale": said.hires,
    }
    return [f"{key}: {_value(value)}" for key, value in keyed.items() if value]


def _value(value: str) -> str:
    return quote(value) if _NEEDS_QUOTES & set(value) else value
