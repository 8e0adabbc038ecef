"""A generation request as JSON and back: by the table's names, and forgiving of older rows."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from bot.domain.kinds import Choice, Factor, Kind, Names, Strengths
from bot.domain.options import BY_NAME
from bot.domain.request import (
    MENTIONED,
    GenerationRequest,
    Hires,
    HiresScale,
    HiresUpscaler,
    Lora,
)
from bot.errors import InvalidOptionError, StoreError

_STORED = [BY_NAME[it.name] for it in fields(GenerationRequest) if it.name in BY_NAME]


def encode(request: GenerationRequest) -> str:
    """Return ASCII JSON, which any database takes whatever the prompt holds."""
    held = {row.name: getattr(request, row.name) for row in _STORED}
    held |= {"any_model": True} if request.any_model else {}
    held |= {name: places for name in MENTIONED if (places := getattr(request, name))}
    return json.dumps(held, default=_as_list)


def decode(text: str) -> GenerationRequest:
    """Return the request; what an older row lacks has its default, what we do not know is left.

    Raises:
        StoreError: it is not a request of ours, or one that today's rules refuse.

    """
    try:
        said = json.loads(text)
        held = {row.name: _held(row.kind, said[row.name]) for row in _STORED if row.name in said}
        held |= {name: tuple(map(int, said[name])) for name in MENTIONED if name in said}
        return GenerationRequest(**held, any_model="any_model" in said)
    except (KeyError, TypeError, ValueError, InvalidOptionError) as error:
        raise StoreError(f"a request cannot be read: {type(error).__name__}") from error


def _as_list(value: Hires | Lora) -> list[object]:
    match value:
        case Hires():
            return [value.scale, value.upscaler, value.strength]
        case Lora():
            return [value.name, value.strength]


def _held(kind: Kind, stored: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    match kind:
        case Names():
            return tuple(stored)
        case Strengths():
            return tuple(Lora(name, strength) for name, strength in stored)
        case Choice(values=values):
            return values[values.index(stored)]
        case Factor() if stored is not None:
            scale, upscaler, strength = stored
            return Hires(HiresScale(scale), HiresUpscaler(upscaler), strength)
        case _:
            return stored
