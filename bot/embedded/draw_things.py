"""Settings as Draw Things writes them, into the XMP record of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.embedded.jsons import Json, name, number, words
from bot.embedded.settings import Settings, found

if TYPE_CHECKING:
    from bot.embedded.found import Found

PROGRAM = "Draw Things"


def is_draw_things(said: Json) -> bool:
    """Whether an object is what Draw Things writes."""
    return {"c", "steps", "scale"} <= said.keys()


def read_draw_things(said: Json) -> Found | None:
    """Return the settings of an object."""
    width, _, height = words(said.get("size")).partition("x")
    return found(
        Settings(
            program=PROGRAM,
            prompt=words(said.get("c")),
            negative=words(said.get("uc")),
            steps=number(said.get("steps")),
            sampler=name(said.get("sampler")),
            guidance=number(said.get("scale")),
            seed=number(said.get("seed")),
            width=number(width),
            height=number(height),
            model=name(said.get("model")),
        )
    )
