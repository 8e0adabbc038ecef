"""Styles as a file, to be kept elsewhere and taken in again: JSON, with the version of its form.

``{"darkroom_styles": 1, "styles": [{"name", "prompt", "negative_prompt", "options"}]}``, where
``options`` are flags and all but the name may be missing. What else stands there means nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from bot.domain.obstacles import each
from bot.errors import RefusedError
from bot.prompt.styles import read_style
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.style import Style
    from bot.texts.text import Text

VERSION = 1
_MARK = "darkroom_styles"

MOST_BYTES = 256 * 1024
MOST_READ = 200
"""Styles of a file that are looked at: nobody may keep more."""

_ROUND_ABOUT = 100
"""Bytes, more than stand around the entries of a file."""

_NO_STYLES = text("style.no_file")


@dataclass(frozen=True, slots=True)
class Refused:
    """A style of a file that cannot be taken."""

    name: str
    """As it stands there, of any length; may be empty."""
    why: Text


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a file."""

    styles: tuple[Style, ...]
    refused: tuple[Refused, ...] = ()
    unread: int = 0
    """How many more stand behind those that were looked at."""


def write_files(styles: Iterable[Style], most: int = MOST_BYTES) -> list[bytes]:
    """Return files of styles, as few as hold all and can be read again."""
    files, listed, size = list[bytes](), list[dict[str, str]](), _ROUND_ABOUT
    for style in styles:
        entry = asdict(style)
        its_size = len(_dumped([entry]))
        if listed and size + its_size > most:
            files.append(_dumped(listed))
            listed, size = [], _ROUND_ABOUT
        listed.append(entry)
        size += its_size
    return [*files, _dumped(listed)]


def _dumped(listed: list[dict[str, str]]) -> bytes:
    whole = {_MARK: VERSION, "styles": listed}
    return f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n".encode()


def read(data: bytes) -> Contents:
    """Return what stands in a file of at most ``MOST_BYTES``.

    Raises:
        RefusedError: it is no such file, or of a newer form.

    """
    entries = _entries(data)
    styles: list[Style] = []
    refused: list[Refused] = []
    for entry in islice(entries, MOST_READ):
        said = cast("Mapping[str, object]", entry) if isinstance(entry, dict) else {}
        try:
            styles.append(read_style(said))
        except RefusedError as error:
            name = said.get("name")
            refused.append(Refused(name if isinstance(name, str) else "", each(error)[0].text))
    return Contents(tuple(styles), tuple(refused), max(0, len(entries) - MOST_READ))


def _entries(data: bytes) -> list[Any]:
    try:
        whole: Any = json.loads(data)
    # Too deep is a RecursionError; a number of thousands of digits is a ValueError.
    except (ValueError, RecursionError) as error:
        raise RefusedError(_NO_STYLES) from error
    if not isinstance(whole, dict):
        raise RefusedError(_NO_STYLES)
    version, entries = whole.get(_MARK), whole.get("styles")
    if type(version) is not int or not isinstance(entries, list):
        raise RefusedError(_NO_STYLES)
    if version > VERSION:
        raise RefusedError(text("style.newer_file", version=min(version, 10**6)))
    return entries
