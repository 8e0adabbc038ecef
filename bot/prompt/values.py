"""How the value of each option is read from text, and what is said to be allowed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from bot.domain.kinds import (
    Choice,
    Factor,
    Kind,
    Name,
    Names,
    Number,
    Ratio,
    Size,
    Strengths,
    Switch,
    Whole,
    Words,
)
from bot.domain.options import OPTIONS
from bot.domain.rules import NAME, SWITCH, one_of, within
from bot.texts.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.ranges import Bound

# Sixteen digits are beyond every range, and short enough for ``int``.
_WHOLE = re.compile("-?[0-9]{1,16}")
_DECIMAL = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_BETWEEN = re.compile(r"[\s_-]")
_RATIO = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,4})?)[:：]([0-9]{1,5}(?:\.[0-9]{1,4})?)")
_SWITCH = {"true": True, "false": False}
_SIZE = re.compile("([0-9]{1,5}) ?[xX×] ?([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one kind of value."""

    rule: Text
    """For members: what ``read`` takes."""
    read: Callable[[str], object | None]
    """Returns None for what will not do."""


def decimal(text: str, bound: Bound) -> float | None:
    """Return a plain decimal number inside ``bound``: no exponent, no sign but minus."""
    if _DECIMAL.fullmatch(text) is None:
        return None
    value = float(text)
    return value if value in bound else None


def ratio(text: str) -> float | None:
    """Return how much wider than high a shape is that is written ``WIDTH:HEIGHT``."""
    match = _RATIO.fullmatch(text)
    if match is None or not (across := float(match[1])) or not (down := float(match[2])):
        return None
    return across / down


def _folded(text: str) -> str:
    return _BETWEEN.sub("", text.casefold())


def reader(kind: Kind) -> Reader:  # noqa: PLR0911 - one for each kind
    """Return how a value of this kind is read where it stands inline."""
    match kind:
        case Words():
            return Reader(text("option.words"), lambda given: given)
        case Whole(bound=bound):
            return Reader(within(bound), lambda given: _whole(given, bound))
        case Number(bound=bound):
            return Reader(within(bound), lambda given: decimal(given, bound))
        case Choice(values=values):
            return Reader(one_of(values), _choice(kind))
        case Ratio(flattest=flattest):
            rule = text("option.ratio", most=flattest)
            return Reader(rule, lambda given: _shape(given, flattest))
        case Factor(values=values):
            return Reader(one_of(values), lambda given: _factor(given, kind))
        case Size(side=side):
            rule = text("option.size", low=side.lowest, high=side.highest)
            return Reader(rule, lambda given: _size(given, side))
        case Name() | Names() | Strengths():
            return Reader(NAME, lambda given: given.strip() or None)
        case Switch():
            return Reader(SWITCH, lambda given: _SWITCH.get(given.casefold()))
        case _:
            assert_never(kind)


def _whole(text: str, bound: Bound) -> int | None:
    if _WHOLE.fullmatch(text) is None:
        return None
    value = int(text)
    return value if value in bound else None


def _choice(kind: Choice) -> Callable[[str], str | None]:
    by_folded = {_folded(value): value for value in kind.values}
    by_folded |= {_folded(spelling): value for spelling, value in kind.also}
    return lambda text: by_folded.get(_folded(text))


def _shape(text: str, flattest: int) -> str | None:
    found = ratio(text)
    # Exact in floats: both ends are whole numbers, or one over a whole number.
    is_known = found is not None and 1 / flattest <= found <= flattest
    return text.replace("：", ":") if is_known else None


def _factor(text: str, kind: Factor) -> str | None:
    digits = text.casefold().removesuffix("x")
    if _DECIMAL.fullmatch(digits) is None:
        return None
    return next((scale for scale in kind.values if scale.factor == float(digits)), None)


def _size(text: str, side: Bound) -> tuple[int, int] | None:
    match = _SIZE.fullmatch(text)
    if match is None:
        return None
    width, height = int(match[1]), int(match[2])
    return (width, height) if width in side and height in side else None


READERS = {row.name: reader(row.kind) for row in OPTIONS}
"""By option; of lists, an entry is read. ``size`` stands for width and height together."""
