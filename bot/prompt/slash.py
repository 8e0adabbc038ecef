"""The slash options as Discord sends them, checked again: clients promise nothing. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import InvalidOptionError
from bot.prompt.extras import parse_embeddings, parse_loras
from bot.prompt.options import Options
from bot.prompt.values import READERS

if TYPE_CHECKING:
    from collections.abc import Mapping

CHOICES = frozenset({"aspect", "sampler", "hires", "hires_upscaler", "format"})
"""Options that name one of a few values."""


def slash_options(given: Mapping[str, object]) -> Options:
    """Return what the slash options say; ranges are checked when the request is built.

    Args:
        given: By option name, without ``prompt``; None is not said.

    Raises:
        InvalidOptionError: a value is not one of its choices, a list cannot be read, or a
            style is named that nobody saved.

    """
    said = {name: value for name, value in given.items() if value is not None}
    if "style" in said:
        raise InvalidOptionError("style", said["style"], "a saved style; none is saved here")
    for name in CHOICES & said.keys():
        value = READERS[name].read(str(said[name]))
        if value is None:
            raise InvalidOptionError(name, said[name], READERS[name].allowed)
        said[name] = value
    if "loras" in said:
        said["loras"] = parse_loras(str(said["loras"]))
    if "embeddings" in said:
        said["embeddings"] = parse_embeddings(str(said["embeddings"]))
    return Options(**said)  # type: ignore[arg-type] # discord.py converts each to its type
