"""All models of the stand-in, in the order they are listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground.novita.models.additions import EMBEDDINGS, LORAS, OTHERS, VAES
from bot.playground.novita.models.checkpoints import CHECKPOINTS, INPAINTING
from bot.playground.novita.models.entry import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_FREE_NUMBER = 1_000_000


def catalogue() -> list[Model]:
    """Return a list of its own for each stand-in, so that a test may change it."""
    return [*_checkpoints(), *_loras(), *_embeddings(), *_others()]


def _number(sd_name: str, position: int) -> int:
    """Read the suffix that most names carry; ids must differ, so others get a high one."""
    found = re.search(r"_(\d{2,})\.\w+$", sd_name)
    return int(found[1]) if found else FIRST_FREE_NUMBER + position


def _checkpoints() -> Iterator[Model]:
    for position, (name, base, tags) in enumerate(CHECKPOINTS):
        yield Model(_number(name, position), "checkpoint", name, base, tuple(tags.split()))
    for position, (name, base, tags) in enumerate(INPAINTING, start=200):
        number = _number(name, position)
        yield Model(number, "checkpoint", name, base, tuple(tags.split()), is_inpainting=True)


def _loras() -> Iterator[Model]:
    for position, (name, base, tags) in enumerate(LORAS, start=300):
        yield Model(_number(name, position), "lora", name, base, tuple(tags.split()))


def _embeddings() -> Iterator[Model]:
    for position, name in enumerate(EMBEDDINGS, start=400):
        base = "SDXL 1.0" if "XL" in name else "SD 1.5"
        yield Model(_number(name, position), "textualinversion", name, base)


def _others() -> Iterator[Model]:
    for position, (name, base) in enumerate(VAES, start=500):
        yield Model(_number(name, position), "vae", name, base)
    for position, (kind, name, base) in enumerate(OTHERS, start=600):
        yield Model(_number(name, position), kind, name, base)
