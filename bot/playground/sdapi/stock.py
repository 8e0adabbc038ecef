"""What the stand-in has on its disk, and its settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SETTINGS: dict[str, Any] = {
    "samples_format": "png",
    "sd_model_checkpoint": "dreamshaper_8.safetensors [879db523c3]",
    "sd_vae": "Automatic",
    "CLIP_stop_at_last_layers": 1,
}

DPM = ("DPM2", "DPM2 a", "DPM++ 2S a", "DPM++ 2M", "DPM++ SDE")
SAMPLERS = (
    *DPM, "DPM++ 2M SDE", "Euler a", "Euler", "LMS", "Heun", "DPM fast", "DPM adaptive",
    "Restart", "DDIM", "PLMS", "UniPC", "LCM",
)  # fmt: skip
OLD_SAMPLERS = (*SAMPLERS, "LMS Karras", *(f"{name} Karras" for name in DPM))
SCHEDULERS = ("Automatic", "Uniform", "Karras", "Exponential", "SGM Uniform", "Normal", "Simple")
NATIVE_SAMPLERS = (
    "euler", "euler_a", "heun", "dpm2", "dpm++2s_a", "dpm++2m", "dpm++2mv2", "ipndm", "lcm",
    "ddim_trailing", "tcd",
)  # fmt: skip
NATIVE_SCHEDULERS = ("discrete", "normal", "karras", "exponential", "ays", "simple")


@dataclass
class Stock:
    """Lists to change."""

    checkpoints: list[str] = field(
        default_factory=lambda: [
            "dreamshaper_8.safetensors",
            "sd_xl_base_1.0.safetensors",
            "anime/majicmixRealistic_v6.safetensors",
        ]
    )
    loras: list[str] = field(default_factory=lambda: ["add_detail", "more_details"])
    embeddings: list[str] = field(default_factory=lambda: ["badhandv4", "BadDream"])
    skipped_embeddings: list[str] = field(default_factory=lambda: ["unaestheticXL"])
    vaes: list[str] = field(default_factory=lambda: ["vae-ft-mse-840000.safetensors"])
    upscalers: list[str] = field(
        default_factory=lambda: ["None", "Lanczos", "R-ESRGAN 4x+", "R-ESRGAN 4x+ Anime6B"]
    )


def short_hash(name: str) -> str:
    """Return a hash for a checkpoint, the same each time."""
    return f"{sum(ord(char) * 31**place for place, char in enumerate(name)) % 16**10:010x}"


def title(name: str) -> str:
    """Return what a web UI calls a checkpoint in its menus."""
    return f"{name} [{short_hash(name)}]"
