"""Our samplers by the names of AI Horde; what it lacks is missing here. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_NAMES = {
    "Euler a": "k_euler_a",
    "Euler": "k_euler",
    "LMS": "k_lms",
    "Heun": "k_heun",
    "DPM2": "k_dpm_2",
    "DPM2 a": "k_dpm_2_a",
    "DPM++ 2S a": "k_dpmpp_2s_a",
    "DPM++ 2M": "k_dpmpp_2m",
    "DPM++ SDE": "k_dpmpp_sde",
    "DPM fast": "k_dpm_fast",
    "DPM adaptive": "k_dpm_adaptive",
    "DDIM": "DDIM",
}
_SCHEDULED = ("LMS", "DPM2", "DPM2 a", "DPM++ 2S a", "DPM++ 2M", "DPM++ SDE")


@dataclass(frozen=True, slots=True)
class Sampler:
    """A sampler, and whether its noise follows Karras."""

    name: str
    karras: bool


SAMPLERS = {ours: Sampler(name, karras=False) for ours, name in _NAMES.items()} | {
    f"{ours} Karras": Sampler(_NAMES[ours], karras=True) for ours in _SCHEDULED
}
