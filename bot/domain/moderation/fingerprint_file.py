"""The images that a server remembers as a file, to be kept elsewhere and taken in again: JSON.

``{"darkroom_images": 1, "hash": "dhash-16", "images": [{"bits": "…", "case": 3}]}``, where ``bits``
are 64 hexadecimal digits. What else stands there means nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.domain.fingerprint import BITS, LEAST_DETAIL, MOST, detail
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.fingerprint import RememberedImage

VERSION = 1
HASH = "dhash-16"
MOST_BYTES = 2 * 1024 * 1024
_MARK = "darkroom_images"
_DIGITS = re.compile(rf"[0-9a-fA-F]{{{BITS // 4}}}")
_NO_LIST = text("images.no_file")


@dataclass(frozen=True, slots=True)
class ImagesContents:
    """What stands in a file."""

    bits: tuple[int, ...]
    unread: int = 0
    """How many stand there that cannot be taken."""


def write(entries: Iterable[RememberedImage]) -> bytes:
    """Return a file of entries."""
    listed = [
        {"bits": f"{it.bits:0{BITS // 4}x}"}
        | ({} if it.case_number is None else {"case": it.case_number})
        for it in entries
    ]
    whole = {_MARK: VERSION, "hash": HASH, "images": listed}
    return f"{json.dumps(whole, indent=1)}\n".encode()


def read(data: bytes) -> ImagesContents:
    """Return what stands in a file of at most ``MOST_BYTES``.

    What is too plain to be told from others is not taken: it would hold every other plain image.

    Raises:
        RefusedError: it is no such file, or of a newer form.

    """
    entries = _entries(data)
    found = dict.fromkeys(
        bits for entry in islice(entries, MOST) if (bits := _bits(entry)) is not None
    )
    unread = sum(_bits(entry) is None for entry in entries[:MOST])
    return ImagesContents(tuple(found), unread + max(0, len(entries) - MOST))


def _bits(entry: object) -> int | None:
    said: Any = entry.get("bits") if isinstance(entry, dict) else None
    if not isinstance(said, str) or not _DIGITS.fullmatch(said):
        return None
    bits = int(said, 16)
    return bits if detail(bits) >= LEAST_DETAIL else None


def _entries(data: bytes) -> list[Any]:
    try:
        whole: Any = json.loads(data)
    # Too deep is a RecursionError; a number of thousands of digits is a ValueError.
    except (ValueError, RecursionError) as error:
        raise RefusedError(_NO_LIST) from error
    if not isinstance(whole, dict):
        raise RefusedError(_NO_LIST)
    version, entries = whole.get(_MARK), whole.get("images")
    if type(version) is not int or not isinstance(entries, list):
        raise RefusedError(_NO_LIST)
    if version > VERSION or whole.get("hash") != HASH:
        raise RefusedError(text("images.newer_file"))
    return entries
