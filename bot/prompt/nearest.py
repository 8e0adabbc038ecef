"""How a pasted value is read: generously, what is out of range as the nearest. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.domain import samplers, upscalers
from bot.domain.choices import SAMPLERS, HiresScale, HiresUpscaler
from bot.domain.kinds import Factor, Kind, Number, Size, Whole
from bot.domain.options import BY_NAME
from bot.domain.ranges import RANDOM_SEED, SEED
from bot.prompt.values import READERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.ranges import Bound

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_DECIMAL_COMMA = re.compile(r"(?<=\A\d),(?=\d{1,2}\Z)|(?<=\A\d\d),(?=\d{1,2}\Z)")
_SIDES = re.compile(r"\(?\s*([0-9]{1,9})\s?[xX×*,]\s?([0-9]{1,9})\s*\)?")
_LEAST_SCALE = 1.25
"""Below it nothing is enlarged to speak of."""


@dataclass(frozen=True, slots=True)
class Near:
    """What a value was read as."""

    value: Any
    told: str = ""
    """How it is told, if it is not what was written."""


def near(option: str, given: str) -> Near | None:
    """Return what a pasted value comes to for an option, or None where it says nothing."""
    if option == "seed":
        return _seed(given)
    if option == "sampler":
        return near_sampler(given, "")
    if option == "hires_upscaler":
        return _upscaler(given)
    if option == "clip_skip":
        # ComfyUI counts the same layers from the end.
        given = given.removeprefix("-")
    exact = READERS[option].read(given)
    if exact is not None:
        return Near(exact)
    reader = _reader(BY_NAME[option].kind)
    return reader(given) if reader else None


def near_sampler(name: str, schedule: str) -> Near | None:
    """Return the sampler that a name and a schedule come to."""
    found = samplers.nearest(name, schedule, SAMPLERS)
    if found is None:
        return None
    return Near(found, "" if samplers.named(name, schedule) == found else found)


def near_scale(factor: float) -> Near | None:
    """Return the scale of a hires fix that is nearest; of two that are as near, the smaller."""
    if factor < _LEAST_SCALE:
        return None
    scale = min(HiresScale, key=lambda scale: (abs(scale.factor - factor), scale.factor))
    return Near(scale, "" if scale.factor == factor else scale.value)


def sides(given: str) -> tuple[int, int] | None:
    """Return width and height, however large."""
    match = _SIDES.fullmatch(given)
    return (int(match[1]), int(match[2])) if match else None


def _reader(kind: Kind) -> Callable[[str], Near | None] | None:
    match kind:
        case Whole(bound=bound):
            return lambda given: _clamped(given, bound, is_whole=True)
        case Number(bound=bound):
            return lambda given: _clamped(given, bound, is_whole=False)
        case Size(side=side):
            return lambda given: _size(given, side)
        case Factor():
            return _factor
        case _:
            return None


def clamped(value: float, bound: Bound) -> float:
    """Return a number, or the end of the range that is nearest."""
    return min(max(value, bound.low), bound.high)


def number(given: str) -> float | None:
    """Return a plain number, of any size."""
    given = _DECIMAL_COMMA.sub(".", given)
    return float(given) if _NUMBER.fullmatch(given) else None


def _clamped(given: str, bound: Bound, *, is_whole: bool) -> Near | None:
    value = number(given)
    if value is None:
        return None
    taken = clamped(round(value) if is_whole else value, bound)
    taken = int(taken) if is_whole else float(taken)
    return Near(taken, "" if taken == value else f"{taken:g}")


def _seed(given: str) -> Near | None:
    # A float holds no long seed.
    value = Decimal(given) if _NUMBER.fullmatch(given) else None
    if value is None or (whole := int(value)) != value or whole < SEED.low:
        return None
    is_known = whole in SEED
    return Near(whole if is_known else RANDOM_SEED, "" if is_known else str(RANDOM_SEED))


def _size(given: str, side: Bound) -> Near | None:
    found = sides(given)
    if found is None:
        return None
    # What is too large keeps its shape.
    shrunk = min(1.0, side.high / max(*found, 1))
    width, height = (int(clamped(round(each * shrunk), side)) for each in found)
    return Near((width, height), "" if (width, height) == found else f"{width}x{height}")


def _factor(given: str) -> Near | None:
    value = number(given.casefold().removesuffix("x").strip())
    return None if value is None else near_scale(value)


def _upscaler(given: str) -> Near | None:
    found = upscalers.nearest(given, tuple(HiresUpscaler))
    if found is None:
        return None
    return Near(found, "" if upscalers.named(given) is found else found.value)
