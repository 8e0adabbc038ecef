"""Say what a request asks for: model and size, and the settings that differ from the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain.kinds import Choice, Name, Names, Number, Strengths
from bot.domain.options import OPTIONS, Option
from bot.domain.request import Hires, ImageFormat
from bot.views.clean import code
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.request import GenerationRequest

NAME_ROOM = Room(50, 130)
"""For the name of a model, LoRA, embedding or VAE."""


def settings(request: GenerationRequest) -> list[str]:
    """Return the settings in words: the model and the size always, then as in the table."""
    return [code(request.model, NAME_ROOM), _size(request), *_changed(request)]


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


def _changed(request: GenerationRequest) -> Iterator[str]:
    for row in OPTIONS:
        value = request.value_of(row)
        if row.words and value not in (None, row.default):
            words = row.words_for_one if value == 1 and row.words_for_one else row.words
            yield from (words.format(shown) for shown in _shown(row, value))


def _shown(row: Option, value: Any) -> Iterator[object]:  # noqa: ANN401 - of any kind
    match row.kind:
        case Number():
            yield f"{value:g}"
        case Choice():
            yield value.upper() if isinstance(value, ImageFormat) else value
        case Name():
            yield code(value, NAME_ROOM)
        case Names():
            yield from (code(name, NAME_ROOM) for name in value)
        case Strengths():
            for entry in value:
                strength = "" if entry.strength == 1 else f" {entry.strength:g}"
                yield code(entry.name, NAME_ROOM) + strength
        case _:
            yield value
