"""Settings as SwarmUI writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.embedded.jsons import Json, inside, name, number, words
from bot.embedded.settings import Settings, found

if TYPE_CHECKING:
    from bot.embedded.found import Found

PROGRAM = "SwarmUI"

_KEY = "sui_image_params"


def is_swarmui(said: Json) -> bool:
    """Whether an object is what SwarmUI writes."""
    return _KEY in said


def read_swarmui(said: Json) -> Found | None:
    """Return the settings of an object."""
    its = inside(said.get(_KEY))
    return found(
        Settings(
            program=PROGRAM,
            prompt=words(its.get("prompt")),
            negative=words(its.get("negativeprompt")),
            steps=number(its.get("steps")),
            sampler=name(its.get("sampler")),
            schedule=name(its.get("scheduler")),
            guidance=number(its.get("cfgscale")),
            seed=number(its.get("seed")),
            width=number(its.get("width")),
            height=number(its.get("height")),
            model=name(its.get("model")),
        )
    )
