"""What trainers write into a LoRA, as web UIs tell it: its base model and its words. Pure."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

MOST_TAGS = 5
"""Tags that are taken for words that call a LoRA up; all others are merely in its pictures."""

READ_TAGS = 5000
"""Tags that are counted: files may hold any number."""

_BASES = (
    ("sdxl", "SDXL 1.0"),
    ("stable-diffusion-xl", "SDXL 1.0"),
    ("sd_v1", "SD 1.5"),
    ("sd_1", "SD 1.5"),
    ("stable-diffusion-v1", "SD 1.5"),
    ("sd_v2", "SD 2.1"),
    ("sd_2", "SD 2.1"),
    ("stable-diffusion-v2", "SD 2.1"),
    ("sd3", "SD 3"),
    ("stable-diffusion-v3", "SD 3"),
    ("flux", "Flux.1 D"),
    ("qwen", "Qwen"),
    ("zimage", "Z-Image"),
)
"""How the names begin by which trainers call base models, and what people call those."""


def base_model(metadata: object) -> str:
    """Return what a LoRA was made from, as catalogues spell it; empty where that is not told."""
    told = metadata if isinstance(metadata, dict) else {}
    for key in ("ss_base_model_version", "modelspec.architecture"):
        name = str(told.get(key) or "").casefold()
        for beginning, base in _BASES:
            if name.startswith(beginning):
                return base
    return ""


def triggers(metadata: object) -> list[str]:
    """Return the words that call a LoRA up, the likeliest first: its own, else frequent tags."""
    told = metadata if isinstance(metadata, dict) else {}
    phrase = told.get("modelspec.trigger_phrase")
    if isinstance(phrase, str) and phrase.strip():
        return [phrase]
    counts = Counter[str]()
    for tags in _record(told.get("ss_tag_frequency")).values():
        for tag, count in list(_record(tags).items())[:READ_TAGS]:
            if isinstance(count, int) and not isinstance(count, bool) and tag.strip():
                counts[tag.strip()] += count
    return [tag for tag, _ in counts.most_common(MOST_TAGS)]


def _record(said: object) -> dict[str, Any]:
    """Return an object, which some servers tell as the JSON of it."""
    if isinstance(said, str):
        try:
            said = json.loads(said)
        except (ValueError, RecursionError):
            return {}
    return said if isinstance(said, dict) else {}
