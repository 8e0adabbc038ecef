"""Upscalers of a hires fix by what other programs call them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.choices import HiresUpscaler

if TYPE_CHECKING:
    from collections.abc import Collection

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_NOTHING = frozenset({"", "none", "automatic", "default", "undefined"})
_SAME = {
    "latent": HiresUpscaler.LATENT,
    "resrgan4xanime6b": HiresUpscaler.ESRGAN_ANIME,
    "resrgan4xplusanime6b": HiresUpscaler.ESRGAN_ANIME,
    "realesrgan4xplusanime6b": HiresUpscaler.ESRGAN_ANIME,
    "realesrganx4plusanime6b": HiresUpscaler.ESRGAN_ANIME,
    "realesrnetx4plus": HiresUpscaler.ESRNET,
    "realesrnet4xplus": HiresUpscaler.ESRNET,
}
_DRAWN = re.compile("anime|manga|cartoon|comic|waifu|illust")


def named(name: str) -> HiresUpscaler | None:
    """Return the upscaler of ours that a name means exactly, or None."""
    return _SAME.get(_folded(name))


def nearest(name: str, choices: Collection[str]) -> HiresUpscaler | None:
    """Return the one of ``choices`` that is most like what a name means.

    A latent one stands for all of its kind; of those that enlarge pixels one is for drawings.

    Returns:
        None where the name says nothing: then the default is as good.

    """
    folded = _folded(name)
    if folded in _NOTHING:
        return None
    exact = _SAME.get(folded)
    likest: tuple[HiresUpscaler, ...]
    if exact is not None:
        likest = (exact,)
    elif folded.startswith("latent"):
        likest = (HiresUpscaler.LATENT,)
    elif _DRAWN.search(folded):
        likest = (HiresUpscaler.ESRGAN_ANIME, HiresUpscaler.ESRNET)
    else:
        likest = (HiresUpscaler.ESRNET, HiresUpscaler.ESRGAN_ANIME)
    return next((one for one in (*likest, *HiresUpscaler) if one in choices), None)


def _folded(text: str) -> str:
    return _SEPARATORS.sub("", text.casefold())
