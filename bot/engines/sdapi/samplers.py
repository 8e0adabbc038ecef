"""Our samplers in a server's words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_KARRAS = " Karras"

NATIVE: Mapping[str, str] = {
    "Euler a": "euler_a",
    "Euler": "euler",
    "LMS": "lms",
    "Heun": "heun",
    "DPM2": "dpm2",
    "DPM++ 2S a": "dpm++2s_a",
    "DPM++ 2M": "dpm++2m",
}
"""Without the scheduler, what stable-diffusion.cpp calls them; its DDIM is another one."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """A sampler and a scheduler as a server names them."""

    sampler: str
    scheduler: str | None = None
    """None where the sampler's name says it."""


def sampling(
    ours: str,
    samplers: Collection[str],
    schedulers: Sequence[str],
    mapped: Mapping[str, str] | None = None,
) -> Sampling | None:
    """Return what one of our samplers is on a server; None if it has no such.

    Args:
        ours: By our name, which may end with the scheduler.
        samplers: That the server lists.
        schedulers: That it lists; none where its samplers' names say it.
        mapped: What the server calls ours, if it names them otherwise.

    """
    if not schedulers:
        return Sampling(ours) if ours in samplers else None
    base = ours.removesuffix(_KARRAS)
    name = base if mapped is None else mapped.get(base)
    scheduler = _scheduler(ours, schedulers)
    if name is None or name not in samplers or scheduler is None:
        return None
    return Sampling(name, scheduler)


def _scheduler(ours: str, schedulers: Sequence[str]) -> str | None:
    if ours.endswith(_KARRAS):
        return _listed(schedulers, "karras")
    # Left to itself, the web UI takes Karras for each of DPM's; what is plain must be said.
    plain = ("uniform", "normal", "discrete", "automatic")
    return _listed(schedulers, *(plain if ours.startswith("DPM") else ("automatic", *plain)))


def _listed(schedulers: Sequence[str], *wanted: str) -> str | None:
    by_name = {name.casefold(): name for name in schedulers}
    return next((by_name[name] for name in wanted if name in by_name), None)
