"""What texts of a command mention is kept from discord.py, which fails at less than the whole.

Discord looks up what options name and what their texts mention alike. Of a channel or a thread that
lacks a single key discord.py makes nothing, and the command is lost without an answer.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Parser = Callable[[Any], None]

EVENT = "INTERACTION_CREATE"

KEPT = "looked_up"
"""In the data of a command: all that Discord looked up for it."""

_BY_TEXTS = ("users", "members", "roles", "channels")
_STRING = 3


def set_mentions_apart(parsers: Mapping[str, Parser]) -> dict[str, Parser]:
    """Return discord.py's parsers, so that they read only what options name."""
    parse = parsers[EVENT]

    @wraps(parse)
    def read(event: dict[str, Any]) -> None:
        data = event.get("data")
        if isinstance(data, dict) and data.get("options") and data.get("resolved"):
            data[KEPT] = data["resolved"]
            data["resolved"] = _named(data["resolved"], set(_ids(data["options"])))
        parse(event)

    return {**parsers, EVENT: read}


def _ids(options: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for option in options:
        yield from _ids(option.get("options") or ())
        if option.get("type") != _STRING:
            yield str(option.get("value"))


def _named(found: Mapping[str, Any], ids: set[str]) -> dict[str, Any]:
    """Return what was looked up for these ids, and all that no text can mention."""
    return {
        kind: {key: each for key, each in those.items() if key in ids or kind not in _BY_TEXTS}
        for kind, those in found.items()
        if those
    }
