"""Samplers by our names and by ComfyUI's. Pure."""

from __future__ import annotations

from functools import lru_cache

from bot.domain.choices import SAMPLERS

KARRAS = " Karras"

_NAMES = {
    "Euler a": "euler_ancestral",
    "Euler": "euler",
    "LMS": "lms",
    "Heun": "heun",
    "DPM2": "dpm_2",
    "DPM2 a": "dpm_2_ancestral",
    "DPM++ 2S a": "dpmpp_2s_ancestral",
    "DPM++ 2M": "dpmpp_2m",
    "DPM++ SDE": "dpmpp_sde",
    "DPM fast": "dpm_fast",
    "DPM adaptive": "dpm_adaptive",
    "DDIM": "ddim",
    "UniPC": "uni_pc",
}
"""PLMS has no equivalent: it is refused, and never swapped for another."""


def scheduled(name: str) -> tuple[str, str]:
    """Return ComfyUI's sampler and scheduler for one of our names that it has."""
    is_karras = name.endswith(KARRAS)
    return _NAMES[name.removesuffix(KARRAS)], "karras" if is_karras else "normal"


@lru_cache(maxsize=4)
def offered(
    samplers: frozenset[str] = frozenset(),
    schedulers: frozenset[str] = frozenset(),
    *,
    karras: bool = True,
) -> tuple[str, ...]:
    """Return those of our names that a server has, by its lists; an empty one is not known.

    Without ``karras`` only those that need no scheduler of their own. Asked with every job.
    """
    return tuple(
        name
        for name in SAMPLERS
        if name.removesuffix(KARRAS) in _NAMES
        and (karras or not name.endswith(KARRAS))
        and _is_there(scheduled(name)[0], samplers)
        and _is_there(scheduled(name)[1], schedulers)
    )


def _is_there(name: str, known: frozenset[str]) -> bool:
    return not known or name in known
