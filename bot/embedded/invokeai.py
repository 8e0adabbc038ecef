"""Settings as InvokeAI writes them, in the three forms that it has had."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from bot.embedded.jsons import Json, inside, name, number, words
from bot.embedded.settings import Settings, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.embedded.found import Found

PROGRAM = "InvokeAI"

_NEGATIVE = re.compile(r"\[([^\[\]]*+)\]")
"""Until 2.3 what is not wanted stood in brackets within the prompt."""

_DREAM = re.compile(r'\s*+"(?P<prompt>[^"]*+)"(?P<flags>\s.*+)', re.DOTALL)
_FLAG = re.compile(r"(?<!\S)-([sSWHCA])\s*+(\S++)")


def read_metadata(said: Json) -> Found | None:
    """Return the settings of ``invokeai_metadata``, since 3.0."""
    skipped = number(said.get("clip_skip"))
    return found(
        Settings(
            program=PROGRAM,
            prompt=words(said.get("positive_prompt")),
            negative=words(said.get("negative_prompt")),
            steps=number(said.get("steps")),
            sampler=name(said.get("scheduler")),
            guidance=number(said.get("cfg_scale")),
            seed=number(said.get("seed")),
            width=number(said.get("width")),
            height=number(said.get("height")),
            model=_model(said.get("model")),
            vae=_model(said.get("vae")),
            # InvokeAI counts the layers that are left out, web UIs the one that is taken.
            clip_skip=str(int(skipped) + 1) if skipped.isdecimal() and skipped != "0" else "",
            loras=list(_loras(said.get("loras"))),
        )
    )


def read_sd_metadata(said: Json) -> Found | None:
    """Return the settings of ``sd-metadata``, of 2."""
    image = inside(said.get("image"))
    prompt, negative = _parted(_prompt(image.get("prompt")))
    return found(
        Settings(
            program=PROGRAM,
            prompt=prompt,
            negative=negative,
            steps=number(image.get("steps")),
            sampler=name(image.get("sampler")),
            guidance=number(image.get("cfg_scale")),
            seed=number(image.get("seed")),
            width=number(image.get("width")),
            height=number(image.get("height")),
            model=name(said.get("model_weights")),
        )
    )


def read_dream(text: str) -> Found | None:
    """Return the settings of ``Dream``, of 1: a prompt in quotes and flags of a command line."""
    match = _DREAM.fullmatch(text)
    if match is None:
        return None
    prompt, negative = _parted(match["prompt"])
    flags = dict(_FLAG.findall(match["flags"]))
    return found(
        Settings(
            program=PROGRAM,
            prompt=prompt,
            negative=negative,
            steps=number(flags.get("s")),
            sampler=name(flags.get("A")),
            guidance=number(flags.get("C")),
            seed=number(flags.get("S")),
            width=number(flags.get("W")),
            height=number(flags.get("H")),
        )
    )


def _parted(prompt: str) -> tuple[str, str]:
    """Return what is wanted, and what is not."""
    return _NEGATIVE.sub("", prompt).strip(" ,"), ", ".join(_NEGATIVE.findall(prompt))


def _model(value: object) -> str:
    """Return the name of a model: a text, or in an object that each version calls otherwise."""
    said = inside(value)
    nested = inside(said.get("model"))
    names = (value, said.get("name"), said.get("model_name"), nested.get("name"))
    return next(filter(None, map(name, names)), "")


def _loras(entries: object) -> Iterator[tuple[str, str]]:
    for entry in cast("list[object]", entries) if isinstance(entries, list) else []:
        said = inside(entry)
        model = _model(said.get("model")) or _model(said.get("lora"))
        if model:
            yield model, number(said.get("weight"))


def _prompt(value: object) -> str:
    """Return a prompt: a text, or a list of them with weights."""
    if not isinstance(value, list):
        return words(value)
    entries = cast("list[object]", value)
    return " ".join(filter(None, (words(inside(entry).get("prompt")) for entry in entries)))
