"""Settings as Fooocus writes them under its own scheme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from bot.embedded.jsons import Json, name, number, words
from bot.embedded.settings import Settings, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.embedded.found import Found

PROGRAM = "Fooocus"

_SIZE = re.compile(r"\(?([0-9]{2,5})\s?[,x×]\s?([0-9]{2,5})\)?")
_OWN_VAE = "Default (model)"


def is_fooocus(said: Json) -> bool:
    """Whether an object is what Fooocus writes."""
    return "prompt" in said and ("base_model" in said or "metadata_scheme" in said)


def read_fooocus(said: Json) -> Found | None:
    """Return the settings of an object."""
    size = _SIZE.fullmatch(words(said.get("resolution")))
    vae = name(said.get("vae"))
    return found(
        Settings(
            program=PROGRAM,
            prompt=words(said.get("prompt")),
            negative=words(said.get("negative_prompt")),
            steps=number(said.get("steps")),
            sampler=name(said.get("sampler")).removesuffix("_gpu"),
            schedule=name(said.get("scheduler")),
            guidance=number(said.get("guidance_scale")),
            seed=number(said.get("seed")),
            width=size[1] if size else "",
            height=size[2] if size else "",
            model=name(said.get("base_model")),
            vae="" if vae == _OWN_VAE else vae,
            clip_skip=number(said.get("clip_skip")),
            loras=list(_loras(said)),
        )
    )


def _loras(said: Json) -> Iterator[tuple[str, str]]:
    """Yield the LoRAs: a list of lists, or a key for each in older versions."""
    entries = said.get("loras")
    for entry in cast("list[object]", entries) if isinstance(entries, list) else []:
        match entry:
            case [str(lora), (int() | float()) as strength, *_]:
                yield name(lora), number(strength)
            case _:
                continue
    for key, value in said.items():
        if key.startswith("lora_combined_"):
            lora, _, weight = words(value).rpartition(" : ")
            if lora:
                yield name(lora), number(weight)
