"""The slash options as Discord sends them, checked again: clients promise nothing. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.request import NEGATIVE_LENGTH, SIZE
from bot.errors import InvalidOptionError
from bot.prompt.extras import parse_embeddings, parse_loras
from bot.prompt.options import Options
from bot.prompt.values import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping

CHOICES = frozenset({"aspect", "sampler", "hires", "hires_upscaler", "format"})
"""Options that name one of a few values."""

_TEXT, _WHOLE, _NUMBER, _SWITCH = (str,), (int,), (float, int), (bool,)

TYPES: Mapping[str, tuple[type, ...]] = {
    "negative_prompt": _TEXT,
    "model": _TEXT,
    "aspect": _TEXT,
    "width": _WHOLE,
    "height": _WHOLE,
    "images": _WHOLE,
    "steps": _WHOLE,
    "guidance": _NUMBER,
    "sampler": _TEXT,
    "seed": _WHOLE,
    "clip_skip": _WHOLE,
    "loras": _TEXT,
    "embeddings": _TEXT,
    "hires": _TEXT,
    "hires_upscaler": _TEXT,
    "hires_strength": _NUMBER,
    "vae": _TEXT,
    "format": _TEXT,
    "private": _SWITCH,
}
"""The exact types of each option: True is a number to Python, but not to a member."""

_ALLOWED: Mapping[str, str] = {
    **{name: reader.allowed for name, reader in READERS.items()},
    "negative_prompt": f"{NEGATIVE_LENGTH} characters",
    "width": str(SIZE),
    "height": str(SIZE),
    "loras": "NAME or NAME:STRENGTH, with commas between them",
    "embeddings": "names, with commas between them",
    "private": "true or false",
}


def slash_options(given: Mapping[str, object]) -> Options:
    """Return what the slash options say; ranges are checked when the request is built.

    Args:
        given: By option name, without ``prompt``; None is not said.

    Raises:
        InvalidOptionError: a value is of a wrong type or not one of its choices, a list
            cannot be read, or a style is named that nobody saved.

    """
    said = {name: value for name, value in given.items() if value is not None}
    if "style" in said:
        raise InvalidOptionError("style", said["style"], "a saved style; none is saved here")
    for name, value in said.items():
        _check_type(name, value)
    for name in CHOICES & said.keys():
        choice = READERS[name].read(str(said[name]))
        if choice is None:
            raise InvalidOptionError(name, said[name], READERS[name].allowed)
        said[name] = choice
    if "loras" in said:
        said["loras"] = parse_loras(str(said["loras"]))
    if "embeddings" in said:
        said["embeddings"] = parse_embeddings(str(said["embeddings"]))
    return Options(**said)  # type: ignore[arg-type] # checked above


def _check_type(name: str, value: object) -> None:
    types = TYPES[name]
    if type(value) not in types:
        whole = "a whole number, " if types is _WHOLE else ""
        raise InvalidOptionError(name, value, whole + _ALLOWED[name])
