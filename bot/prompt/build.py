"""From what was said to a request, with defaults for the rest. Pure."""

from __future__ import annotations

from dataclasses import fields

from bot.domain.options import DEFAULTS, OPTIONS
from bot.domain.policy import Maxima
from bot.domain.request import (
    DEFAULT_STEPS,
    NEGATIVE_LENGTH,
    PROMPT_LENGTH,
    SIZE,
    Bound,
    GenerationRequest,
    Hires,
    HiresScale,
)
from bot.domain.rules import characters
from bot.errors import InvalidOptionError
from bot.prompt.clean import tidy
from bot.prompt.options import ASPECTS, Options
from bot.prompt.size import native_side, size_for
from bot.texts.text import text

__all__ = ["build", "native_side", "size_for"]

_AS_SAID = {field.name for field in fields(GenerationRequest)} - {
    "prompt",
    "negative_prompt",
    "model",
    "width",
    "height",
    "steps",
    "hires",
    "vae",
    "any_model",
}


NO_MAXIMA = Maxima()


def build(
    options: Options,
    *,
    default_model: str,
    native_side: int,
    maxima: Maxima = NO_MAXIMA,
    side: Bound = SIZE,
) -> GenerationRequest:
    """Return the request that ``options`` ask for.

    What is asked for stays as it is, whatever the ``maxima``: only defaults bend to them.

    Args:
        options: Everything that was said, merged.
        default_model: The checkpoint when none is asked for.
        native_side: Of the checkpoint, in pixels; decides the size when only a shape is said.
        maxima: What the place allows.
        side: How long a side the engine can make, where only a shape is said.

    Raises:
        InvalidOptionError: an option is out of range, or needs another one, or the shape
            cannot be as small as the place wants it.
        ObstaclesError: several are out of range.

    """
    width, height = _size(options, native_side, maxima.pixels, side)
    said = {name: getattr(options, name) for name in _AS_SAID}
    return GenerationRequest(
        prompt=_text("prompt", options.prompt, PROMPT_LENGTH),
        negative_prompt=_text("negative_prompt", options.negative_prompt, NEGATIVE_LENGTH),
        model=tidy(options.model or "") or default_model,
        any_model=not options.model,
        width=width,
        height=height,
        steps=_steps(options.steps, maxima.steps),
        hires=_hires(options),
        vae=tidy(options.vae or "") or None,
        **{name: value for name, value in said.items() if value is not None},
    )


def _text(option: str, given: str | None, length: Bound) -> str:
    tidied = tidy(given or "")
    if option == "prompt" and not tidied:
        raise InvalidOptionError(option, "", text("option.no_prompt"))
    if len(tidied) not in length:
        raise InvalidOptionError(option, len(tidied), characters(length))
    return tidied


def _steps(asked: int | None, most: int | None) -> int:
    if asked is not None:
        return asked
    return DEFAULT_STEPS if most is None else min(DEFAULT_STEPS, most)


def _size(
    options: Options, native_side: int, max_pixels: int | None, side: Bound
) -> tuple[int, int]:
    if options.sides is not None:
        return options.sides
    aspect = options.aspect or ASPECTS[0]
    size = size_for(aspect, native_side, max_pixels)
    while max(size) > side.high:
        size = size_for(aspect, native_side, size[0] * size[1] - 1)
    return size


def _hires(options: Options) -> Hires | None:
    if options.hires is not None:
        upscaler = options.hires_upscaler or DEFAULTS["hires_upscaler"]
        strength = options.hires_strength
        default = DEFAULTS["hires_strength"]
        return Hires(options.hires, upscaler, default if strength is None else strength)
    needs = text("option.needs_hires", choices=tuple(HiresScale))
    for row in OPTIONS:
        if row.beside == "hires" and (alone := getattr(options, row.name)) is not None:
            raise InvalidOptionError(row.name, alone, needs)
    return None
