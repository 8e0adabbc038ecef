"""The page's knobs: what may be asked for, and in which words it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.discord.client.refusing import wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


def checked(asked: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """Return what a request asks to change, by knob.

    Args:
        asked: What came, whatever it is.
        known: The knobs that there are.

    Raises:
        RefusalError: a knob is unknown, or its value out of range; the words say which.

    """
    for name, value in asked.items():
        if name not in known:
            raise wrong(f"{name[:40]}: no such knob; there are {', '.join(known)}")
        fits, words = RANGES[name]
        if not fits(value):
            raise wrong(f"{name}: must be {words}")
    return dict(asked)


def _is_confidence(value: object) -> bool:
    return value is None or _is_number(value, 0, 100)


def _is_slowness(value: object) -> bool:
    return _is_number(value, 0.25, 20)


def _is_rate(value: object) -> bool:
    return value is None or (isinstance(value, int) and _is_number(value, 1, 600))


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object, least: float, most: float) -> bool:
    """Return whether it is a number in a range; NaN is in none, and true is not 1."""
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


RANGES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "confidence": (_is_confidence, "a number from 0 to 100, or null"),
    "fail": (_is_flag, "true or false"),
    "slowness": (_is_slowness, "a number from 0.25 to 20"),
    "images_per_minute": (_is_rate, "a whole number from 1 to 600, or null"),
}
