"""Tags of extra networks, such as ``<lora:name:0.7>``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ranges import STRENGTH
from bot.domain.request import Lora
from bot.errors import InvalidOptionError
from bot.prompt.clean import tidy
from bot.prompt.extras import LORA_FORM, LORA_POINT
from bot.prompt.nearest import clamped, number

if TYPE_CHECKING:
    from bot.prompt.notes import Notes
    from bot.prompt.scan import Tag

HYPERNET = "hypernet"
"""No engine of ours takes one."""

_COMMA = re.compile(r"\d+,\d+")
_NAMED_WEIGHTS = ("te", "unet")


@dataclass(frozen=True, slots=True)
class _Weights:
    """What stands behind the name."""

    first: float | None
    """The first that is a number."""
    is_one: bool
    """Whether nothing else stands there."""
    are_strengths: bool
    """Whether any of them is a strength, be it a number or not."""


def lora_of(tag: Tag, notes: Notes, *, is_pasted: bool) -> Lora:
    """Return the LoRA that a tag names; of several weights, or a course of them, the first counts.

    Args:
        tag: Not a hypernetwork.
        notes: To tell what was read in part.
        is_pasted: Whether a strength out of range is brought to the end, and not refused.

    Raises:
        InvalidOptionError: it has no name, or its strength will not do.

    """
    name, colon, given = (part.strip() for part in tidy(tag.inner).partition(":"))
    if given and _COMMA.fullmatch(given):
        if not is_pasted:
            raise InvalidOptionError(f"<{tag.kind}:…>", tag.inner, LORA_POINT)
        given = given.replace(",", ".")
    label = f"<{tag.kind}:{name}>"
    weights = _weights(given)
    strength = 1.0 if weights.first is None else weights.first
    is_read = not colon or weights.first is not None or (given and not weights.are_strengths)
    if not name or (not is_pasted and (strength not in STRENGTH or not is_read)):
        raise InvalidOptionError(f"<{tag.kind}:…>", tag.inner, LORA_FORM)
    taken = clamped(strength, STRENGTH)
    if given and (taken != strength or not weights.is_one or weights.first is None):
        notes.changed(label, given, f"{taken:g}")
    return Lora(name, taken)


def _weights(given: str) -> _Weights:
    parts = [part.strip() for part in given.split(":")]
    numbers: list[float | None] = []
    for part in parts:
        name, equals, value = part.rpartition("=")
        if not equals or name.strip().casefold() in _NAMED_WEIGHTS:
            numbers.append(number(value.split(",")[0].split("@")[0].strip()))
    first = next((each for each in numbers if each is not None), None)
    return _Weights(first, len(parts) == 1 and number(parts[0]) is not None, bool(numbers))
