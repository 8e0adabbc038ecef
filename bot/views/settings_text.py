"""Say what a request asks for: model and size, and the settings that differ from the default."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain.kinds import Choice, Name, Names, Number, Strengths, Whole
from bot.domain.options import OPTIONS, Option
from bot.domain.request import Hires, ImageFormat
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import Text, text
from bot.views.clean import code
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.request import GenerationRequest

NAME_ROOM = Room(50, 130)
"""For the name of a model, LoRA, embedding or VAE."""


def settings(request: GenerationRequest, locale: str = ENGLISH) -> list[str]:
    """Return the settings in words: the model and the size always, then as in the table."""
    return _settings(request, locale, every=False)


def every_setting(request: GenerationRequest, locale: str = ENGLISH) -> list[str]:
    """Return the same with what is as it is by default, too."""
    return _settings(request, locale, every=True)


def _settings(request: GenerationRequest, locale: str, *, every: bool) -> list[str]:
    told = (say(each, locale) for each in _told(request, every=every))
    return [code(request.model, NAME_ROOM), _size(request, locale, every=every), *told]


def _size(request: GenerationRequest, locale: str, *, every: bool) -> str:
    asked = f"{request.width}×{request.height}"
    if request.hires is None:
        return asked
    width, height = request.target
    scale, target = request.hires.scale, f"{width}×{height}"
    hires = text("setting.hires", size=asked, scale=scale, target=target)
    return " ".join(say(each, locale) for each in (hires, *_hires(request.hires, every=every)))


def _hires(hires: Hires, *, every: bool) -> Iterator[Text]:
    default = Hires(hires.scale)
    if every or hires.upscaler != default.upscaler:
        yield text("setting.hires_upscaler", upscaler=hires.upscaler)
    if every or hires.strength != default.strength:
        yield text("setting.hires_strength", strength=f"{hires.strength:g}")


def _told(request: GenerationRequest, *, every: bool) -> Iterator[Text]:
    for row in OPTIONS:
        value = request.value_of(row)
        if row.words and value is not None and (every or value != row.default):
            count = value if isinstance(row.kind, Whole) else None
            for shown in _shown(row, value):
                yield replace(row.words, params=(("value", shown),), count=count)


def _shown(row: Option, value: Any) -> Iterator[str]:  # noqa: ANN401 - of any kind
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
            yield str(value)
