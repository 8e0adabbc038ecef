"""How the value of each option is read from text, and what is said to be allowed. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.request import (
    CLIP_SKIP,
    GUIDANCE,
    IMAGES,
    SAMPLERS,
    SEED,
    SIZE,
    STEPS,
    STRENGTH,
    Bound,
    HiresScale,
    HiresUpscaler,
    ImageFormat,
)
from bot.prompt.options import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Sixteen digits are beyond every range, and short enough for ``int``.
_WHOLE = re.compile("-?[0-9]{1,16}")
_DECIMAL = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_BETWEEN = re.compile(r"[\s_-]+")
_SIZE = re.compile("([0-9]{1,5}) ?[xX×] ?([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one kind of value."""

    allowed: str
    """For members: what ``read`` takes."""
    read: Callable[[str], object | None]
    """Returns None for what will not do."""


def decimal(text: str, bound: Bound) -> float | None:
    """Return a plain decimal number inside ``bound``: no exponent, no sign but minus."""
    if _DECIMAL.fullmatch(text) is None:
        return None
    value = float(text)
    return value if value in bound else None


def sampler(text: str, schedule: str = "") -> str | None:
    """Return the sampler that is meant, or None.

    Args:
        text: Its name in any case, with spaces, ``_`` or ``-``.
        schedule: What web UIs keep beside the name in newer versions, such as ``Karras``.

    """
    return _SAMPLERS.get(_folded(text + schedule))


def _folded(text: str) -> str:
    return _BETWEEN.sub("", text.casefold())


_SAMPLERS = {_folded(name): name for name in SAMPLERS}


def _whole_reader(bound: Bound) -> Reader:
    def read(text: str) -> int | None:
        if _WHOLE.fullmatch(text) is None:
            return None
        value = int(text)
        return value if value in bound else None

    return Reader(str(bound), read)


def _decimal_reader(bound: Bound) -> Reader:
    return Reader(str(bound), lambda text: decimal(text, bound))


def _choice_reader(choices: Iterable[str]) -> Reader:
    by_folded = {_folded(choice): choice for choice in choices}
    return Reader(", ".join(by_folded.values()), lambda text: by_folded.get(_folded(text)))


def _format(text: str) -> ImageFormat | None:
    by_name = {"jpg": ImageFormat.JPEG} | {kind.value: kind for kind in ImageFormat}
    return by_name.get(text.casefold())


def _scale(text: str) -> HiresScale | None:
    factor = decimal(text.casefold().removesuffix("x"), Bound(1, 4))
    return next((scale for scale in HiresScale if scale.factor == factor), None)


def _size(text: str) -> tuple[int, int] | None:
    match = _SIZE.fullmatch(text)
    if match is None:
        return None
    width, height = int(match[1]), int(match[2])
    return (width, height) if width in SIZE and height in SIZE else None


_NAME = Reader("a name", lambda text: text.strip() or None)

READERS = {
    "prompt": Reader("quoted text", lambda text: text),
    "negative_prompt": Reader("words, or one quoted text", lambda text: text),
    "model": _NAME,
    "vae": _NAME,
    "aspect": _choice_reader(ASPECTS),
    "size": Reader(f"WIDTHxHEIGHT, each {SIZE}", _size),
    "images": _whole_reader(IMAGES),
    "steps": _whole_reader(STEPS),
    "guidance": _decimal_reader(GUIDANCE),
    "sampler": Reader(", ".join(SAMPLERS), sampler),
    "seed": _whole_reader(SEED),
    "clip_skip": _whole_reader(CLIP_SKIP),
    "hires": Reader(", ".join(HiresScale), _scale),
    "hires_upscaler": _choice_reader(HiresUpscaler),
    "hires_strength": _decimal_reader(STRENGTH),
    "format": Reader(", ".join(ImageFormat), _format),
}
"""By option; ``size`` stands for width and height together."""
