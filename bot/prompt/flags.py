"""The inline flags, and how one begins in a text. Pure."""

from __future__ import annotations

import re

FLAGS = {
    "ar": "aspect",
    "no": "negative_prompt",
    "seed": "seed",
    "steps": "steps",
    "cfg": "guidance",
    "sampler": "sampler",
    "model": "model",
    "n": "images",
    "hires": "hires",
    "lora": "loras",
    "emb": "embeddings",
    "clip-skip": "clip_skip",
    "size": "size",
    "vae": "vae",
    "format": "format",
    "hires-upscaler": "hires_upscaler",
    "hires-strength": "hires_strength",
    "prompt": "prompt",
}
"""Flag to option. ``--prompt`` quotes a text that would otherwise read as something else."""

# Phones write an em or en dash for two hyphens; elsewhere it is punctuation.
_DASHES = rf"(?:--|[—–](?=(?:{'|'.join(FLAGS)})(?![^\s=])))"

FLAG = re.compile(rf"{_DASHES}(?P<name>[^\W_][^\s=]*)=?\s*", re.IGNORECASE)
"""A flag up to its value. It may only begin a word."""

WORD = re.compile(rf"(?!{_DASHES})\S+", re.IGNORECASE)
"""A value of one word."""

WORDS = re.compile(rf"(?:(?!{_DASHES})\S++\s*+)++", re.IGNORECASE)
"""A value of all words up to the next dashes."""
