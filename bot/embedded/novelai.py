"""Settings as NovelAI writes them. Its models are its own, so that none is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.embedded.jsons import Json, inside, number, words
from bot.embedded.jsons import name as name_in
from bot.embedded.settings import Settings, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.embedded.found import Found

PROGRAM = "NovelAI"


def is_novelai(said: Json) -> bool:
    """Whether an object is a ``Comment``, or holds one: Exif has but one text for all."""
    comment = inside(said.get("Comment")) or said
    return "sampler" in comment and ("uc" in comment or "v4_prompt" in comment)


def read_novelai(said: Json) -> Found | None:
    """Return the settings of an object."""
    said = inside(said.get("Comment")) or said
    prompt = ", ".join(_captions(said.get("v4_prompt")))
    negative = ", ".join(_captions(said.get("v4_negative_prompt")))
    schedule = name_in(said.get("noise_schedule"))
    return found(
        Settings(
            program=PROGRAM,
            prompt=prompt or words(said.get("prompt")),
            negative=negative or words(said.get("uc")),
            steps=number(said.get("steps")),
            sampler=name_in(said.get("sampler")),
            schedule="" if schedule == "native" else schedule,
            guidance=number(said.get("scale")),
            seed=number(said.get("seed")),
            width=number(said.get("width")),
            height=number(said.get("height")),
        )
    )


def _captions(value: object) -> Iterator[str]:
    """Yield the words of a prompt of version 4: of the scene, then of each character in it."""
    caption = inside(inside(value).get("caption"))
    if base := words(caption.get("base_caption")):
        yield base
    people = caption.get("char_captions")
    for person in cast("list[object]", people) if isinstance(people, list) else []:
        if its := words(inside(person).get("char_caption")):
            yield its
