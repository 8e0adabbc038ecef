"""A server's filter as a file, to be kept elsewhere and taken in again: JSON, with its version.

``{"darkroom_filter": 1, "entries": [{"phrase", "action", "place"}]}``, where ``place`` is the id of
a channel, a category or a thread, and is missing where the server is meant. What else stands there
means nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.domain.moderation.filters import MOST, FilterAction, check_phrase
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.moderation.filters import FilterEntry
    from bot.texts.text import Text

VERSION = 1
MOST_BYTES = 6 * 1024 * 1024
_MARK = "darkroom_filter"
_NO_FILTER = text("filter.no_file")
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a file."""

    phrase: str
    action: FilterAction
    place: int | None = None
    """None is the server."""


@dataclass(frozen=True, slots=True)
class FilterContents:
    """What stands in a file."""

    lines: tuple[Line, ...]
    refused: tuple[tuple[str, Text], ...] = ()
    """What cannot be taken, as it stands there, and why."""
    unread: int = 0
    """How many more stand behind those that were looked at."""


def write(entries: Iterable[FilterEntry]) -> bytes:
    """Return a file of entries."""
    listed = [
        {"phrase": it.phrase, "action": it.action.value}
        | ({} if it.is_everywhere else {"place": str(it.place)})
        for it in entries
    ]
    whole = {_MARK: VERSION, "entries": listed}
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def read(data: bytes) -> FilterContents:
    """Return what stands in a file of at most ``MOST_BYTES``.

    Raises:
        RefusedError: it is no such file, or of a newer form.

    """
    entries = _entries(data)
    lines: dict[Line, None] = {}
    refused: list[tuple[str, Text]] = []
    for entry in islice(entries, MOST):
        said = entry if isinstance(entry, dict) else {}
        try:
            lines[_line(said)] = None
        except RefusedError as error:
            refused.append((str(said.get("phrase", ""))[:100], error.text))
    return FilterContents(tuple(lines), tuple(refused), max(0, len(entries) - MOST))


def _line(said: dict[str, Any]) -> Line:
    phrase, action, place = said.get("phrase"), said.get("action"), said.get("place")
    if not isinstance(phrase, str):
        raise RefusedError(text("filter.no_phrase"))
    if action not in list(FilterAction):
        raise RefusedError(text("filter.no_action", actions=", ".join(FilterAction)))
    if place is not None and not (
        isinstance(place, str)
        and place.isdecimal()
        and len(place) < 20
        and int(place) <= _LARGEST_ID
    ):
        raise RefusedError(text("filter.no_place"))
    return Line(check_phrase(phrase), FilterAction(action), None if place is None else int(place))


def _entries(data: bytes) -> list[Any]:
    try:
        whole: Any = json.loads(data)
    # Too deep is a RecursionError; a number of thousands of digits is a ValueError.
    except (ValueError, RecursionError) as error:
        raise RefusedError(_NO_FILTER) from error
    if not isinstance(whole, dict):
        raise RefusedError(_NO_FILTER)
    version, entries = whole.get(_MARK), whole.get("entries")
    if type(version) is not int or not isinstance(entries, list):
        raise RefusedError(_NO_FILTER)
    if version > VERSION:
        raise RefusedError(text("filter.newer_file", version=min(version, 10**6)))
    return entries
