"""Samplers by what other programs call them, and the nearest that may be chosen. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.choices import SAMPLERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

KARRAS = " Karras"

_BASES = tuple(name for name in SAMPLERS if not name.endswith(KARRAS))
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_LIBRARY = re.compile(r"\A(?:k|kdiffusion|sample)(?=euler|dpm|lms|heun)")
_TAIL = re.compile(
    r"(?:karras|(?:poly)?exponential|exp|ays|alignyoursteps|automatic|normal|simple|beta(?:57)?"
    r"|(?:sgm|ddim)?uniform|trailing|turbo|substep|gpu|scheduler|discrete)\Z"
)
"""What stands behind a sampler's name and is none of it: its schedule, mostly."""

_STEEP = re.compile("karras|exp|ays|alignyoursteps")
"""Schedules that spend their steps as Karras's does, late in the image."""
_UNSAID = frozenset({"", "automatic", "default", "none", "undefined"})
_PLAIN = _UNSAID | {"discrete", "native", "normal", "uniform"}
"""Schedules that a sampler has when none is chosen."""
_OWN_KARRAS = re.compile(
    r"dpmpp(?:2m|2msde(?:heun)?|3msde|sde|2sa|2sancestral)|dpm2(?:a|ancestral)?"
)
"""Samplers for which the web UI, left to itself, takes Karras, or what is most like it."""

_NAMED = {
    "eulerancestral": "Euler a",
    "dpm2ancestral": "DPM2 a",
    "dpmpp2sancestral": "DPM++ 2S a",
    "dpmsolversde": "DPM++ SDE",
    "dpmsolvermultistep": "DPM++ 2M",
    "dpmsolver": "DPM++ 2M",
    "dpmad": "DPM adaptive",
    "pndm": "PLMS",
    "unipcmultistep": "UniPC",
}
"""The same samplers by other names: ComfyUI's, diffusers', InvokeAI's, AI Horde's."""

_FAMILIES = (
    (re.compile(r"euler(?:a|ancestral)|lcm|tcd|ddpm"), "Euler a"),
    (re.compile(r"euler|flux|gradientestimation"), "Euler"),
    (re.compile(r"sde|seeds|sasolver"), "DPM++ SDE"),
    (re.compile(r"dpmpp2s|singlestep|res2s"), "DPM++ 2S a"),
    (re.compile(r"dpmpp|dpmsolver|deis|res(?:multistep|\d)"), "DPM++ 2M"),
    (re.compile(r"dpm2a"), "DPM2 a"),
    (re.compile(r"dpmfast"), "DPM fast"),
    (re.compile(r"dpmadaptive"), "DPM adaptive"),
    (re.compile(r"dpm"), "DPM2"),
    (re.compile(r"heun|restart"), "Heun"),
    (re.compile(r"plms|pndm"), "PLMS"),
    (re.compile(r"lms"), "LMS"),
    (re.compile(r"ddim"), "DDIM"),
    (re.compile(r"unipc"), "UniPC"),
)
"""What in a name tells its family; the first counts."""

_KIN = {
    "Euler a": ("DPM2 a", "DPM++ 2S a", "Euler"),
    "Euler": ("DDIM", "LMS", "Heun", "Euler a"),
    "LMS": ("PLMS", "Euler", "DPM++ 2M"),
    "Heun": ("DPM2", "Euler", "DPM++ 2M"),
    "DPM2": ("Heun", "DPM++ 2M", "Euler"),
    "DPM2 a": ("DPM++ 2S a", "Euler a"),
    "DPM++ 2S a": ("DPM2 a", "DPM++ SDE", "Euler a"),
    "DPM++ 2M": ("UniPC", "DPM2", "Heun", "Euler"),
    "DPM++ SDE": ("DPM++ 2S a", "DPM2 a", "Euler a"),
    "DPM fast": ("DPM++ 2M", "DPM2", "Euler"),
    "DPM adaptive": ("DPM++ 2M", "DPM2", "Heun", "Euler"),
    "DDIM": ("PLMS", "Euler", "UniPC"),
    "PLMS": ("LMS", "DDIM", "Euler"),
    "UniPC": ("DPM++ 2M", "DDIM", "Euler"),
}
"""Which is most like one that cannot be had, the likest first."""


def named(name: str, schedule: str = "") -> str | None:
    """Return the sampler of ours that a name and a schedule mean exactly, or None.

    Args:
        name: In any program's spelling, with the schedule in it or not.
        schedule: What newer programs keep beside the name; ``Automatic`` is the sampler's own.

    """
    base, own = _parted(name)
    family = _SAME.get(base)
    if family is None:
        return None
    wanted = _wanted(schedule, own)
    if wanted in _PLAIN and not (wanted == "automatic" and _OWN_KARRAS.fullmatch(base)):
        return family
    both = family + KARRAS
    return both if both in SAMPLERS and wanted in {"karras", "automatic"} else None


def nearest(name: str, schedule: str, choices: Collection[str]) -> str | None:
    """Return the one of ``choices`` that is most like what a name and a schedule mean.

    Args:
        name: In any program's spelling.
        schedule: What newer programs keep beside the name, or nothing.
        choices: Of our names.

    Returns:
        None where the name says nothing that we know: then the default is as good.

    """
    exact = named(name, schedule)
    if exact in choices:
        return exact
    base, own = _parted(name)
    family = _SAME.get(base) or _family(base)
    if family is None:
        return None
    wanted = _wanted(schedule, own)
    steep = _STEEP.search(wanted) or (wanted == "automatic" and _OWN_KARRAS.fullmatch(base))
    return next((one for one in _likest(family, steep=bool(steep)) if one in choices), None)


def _wanted(schedule: str, own: str) -> str:
    """Return the folded schedule: the one beside a name, if that says one."""
    beside = _folded(schedule)
    return own or beside if beside in _UNSAID else beside


def _likest(family: str, *, steep: bool) -> Iterator[str]:
    for base in (family, *_KIN[family]):
        both = (base, base + KARRAS)
        yield from reversed(both) if steep else both


def _family(base: str) -> str | None:
    return next((family for pattern, family in _FAMILIES if pattern.search(base)), None)


def _parted(name: str) -> tuple[str, str]:
    """Return the folded name without its schedule, and the schedule."""
    spelled = name.strip().casefold()
    # InvokeAI's way to say Karras.
    base = _folded(f"{spelled[:-2]} karras" if spelled.endswith(("_k", "_ka")) else spelled)
    schedule = ""
    while tail := _TAIL.search(base):
        base = base[: tail.start()]
        if not schedule and tail[0] not in {"discrete", "scheduler", "gpu"}:
            schedule = tail[0]
    return _LIBRARY.sub("", base), schedule


def _folded(text: str) -> str:
    return _SEPARATORS.sub("", text.casefold().replace("++", "pp"))


_SAME = _NAMED | {_folded(name): name for name in _BASES}
