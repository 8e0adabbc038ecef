"""What texts of a command mention is kept from discord.py, which fails at less than the whole.

Discord looks up what options name and what their texts mention alike. Of a channel or a thread that
lacks a single key discord.py makes nothing, and the command is lost without an answer. So it is
where what was looked up has another shape than it should have: that is as good as nothing.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Parser = Callable[[Any], None]

_Found: TypeAlias = "dict[str, dict[str, dict[str, Any]]]"

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
        if isinstance(data, dict) and "resolved" in data:
            found = data["resolved"] = _shaped(data["resolved"])
            if data.get("options"):
                data[KEPT] = found
                data["resolved"] = _named(found, set(_ids(data["options"])))
        parse(event)

    return {**parsers, EVENT: read}


def _ids(options: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for option in options:
        yield from _ids(option.get("options") or ())
        if option.get("type") != _STRING:
            yield str(option.get("value"))


def _shaped(found: object) -> _Found:
    """Return the objects by kind and id that are where they should be."""
    return {
        str(kind): {str(key): each for key, each in those.items() if isinstance(each, dict)}
        for kind, those in (found.items() if isinstance(found, dict) else ())
        if isinstance(those, dict)
    }


def _named(found: _Found, ids: set[str]) -> _Found:
    """Return what was looked up for these ids, and all that no text can mention."""
    return {
        kind: {key: each for key, each in those.items() if key in ids or kind not in _BY_TEXTS}
        for kind, those in found.items()
    }
