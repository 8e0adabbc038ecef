"""LoRAs and embeddings as members write them. Pure."""

from __future__ import annotations

import re

from bot.domain.request import STRENGTH, Lora
from bot.errors import InvalidOptionError
from bot.prompt.clean import tidy
from bot.prompt.values import decimal
from bot.texts.text import text

LORA_FORM = text("option.lora", low=STRENGTH.lowest, high=STRENGTH.highest)

LORA_POINT = text("option.lora_point")
_COMMA = re.compile(r"[^,]+:\s*\d+,\d+(?=\s*(?:,|\Z))")


def parse_loras(text: str, option: str) -> tuple[Lora, ...]:
    """Read ``name:0.7, other:0.5``.

    Args:
        text: Entries with commas between them; one without a strength has 1.
        option: What the error names.

    Raises:
        InvalidOptionError: an entry has no name, or its strength will not do.

    """
    if comma := _COMMA.search(text):
        raise InvalidOptionError(option, comma[0].strip(), LORA_POINT)
    return tuple(_parse_lora(entry, option) for entry in _entries(text))


def parse_embeddings(text: str) -> tuple[str, ...]:
    """Read ``name, other``."""
    return tuple(_entries(text))


def _parse_lora(entry: str, option: str) -> Lora:
    """Read ``NAME`` or ``NAME:STRENGTH``.

    Raises:
        InvalidOptionError: naming ``option``.

    """
    name, colon, given = (part.strip() for part in tidy(entry).partition(":"))
    strength = decimal(given, STRENGTH) if colon else 1.0
    if not name or strength is None:
        raise InvalidOptionError(option, entry, LORA_FORM)
    return Lora(name, strength)


def _entries(text: str) -> list[str]:
    return [entry for part in tidy(text).split(",") if (entry := part.strip())]
