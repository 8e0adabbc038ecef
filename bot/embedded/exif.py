"""The texts of an Exif record: read, and written. Source: CIPA DC-008 (Exif 3.0), TIFF 6.0.

Read by hand: Pillow copies what every entry of a directory points at, and thousands of entries may
point at the same bytes. Here two directories are looked at, and a text is copied once.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from bot.containers.part import unsigned
from bot.embedded.records import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.embedded.records import Records

EXIF = b"Exif\0\0"
"""Before the record in a JPEG, and sometimes in a WebP."""

_ORDERS = {b"II*\0": True, b"MM\0*": False}
_DIRECTORY = 0x8769
"""Of IFD0: where the Exif directory is."""

_NAMES = {
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    0x9286: "UserComment",
    0x927C: "MakerNote",
    0x9C9C: "XPComment",
}
_BYTES = frozenset({1, 2, 7})
"""Types whose values are single bytes: BYTE, ASCII, UNDEFINED."""

_ENTRIES = 256
"""Entries of a directory that are looked at; cameras write some dozens."""

_UNICODE, _ASCII = b"UNICODE\0", b"ASCII\0\0\0"


def read_exif(record: bytes, records: Records) -> None:
    """Add the texts of an Exif record; whatever points outside of it is left out."""
    tiff = record.removeprefix(EXIF)
    little = _ORDERS.get(tiff[:4])
    if little is None:
        return
    first = unsigned(tiff, 4, 4, little=little)
    second = _read_directory(tiff, first, records, little=little)
    if second:
        _read_directory(tiff, second, records, little=little)


def _read_directory(tiff: bytes, at: int, records: Records, *, little: bool) -> int:
    """Add the texts of one directory; return where the Exif directory is, or 0."""
    following = 0
    for tag, kind, count, where in _entries(tiff, at, little=little):
        if tag == _DIRECTORY:
            following = unsigned(tiff, where, 4, little=little)
        name = _NAMES.get(tag)
        if name is None or kind not in _BYTES:
            continue
        start = where if count <= 4 else unsigned(tiff, where, 4, little=little)
        if start + count <= len(tiff) and records.takes(count):
            raw = tiff[start : start + count]
            records.add(name, _worded(name, raw))
    return following


def _entries(tiff: bytes, at: int, *, little: bool) -> Iterator[tuple[int, int, int, int]]:
    """Yield tag, type, count, and where the value or its place stands."""
    for number in range(min(unsigned(tiff, at, 2, little=little), _ENTRIES)):
        entry = at + 2 + 12 * number
        if entry + 12 > len(tiff):
            return
        yield (
            unsigned(tiff, entry, 2, little=little),
            unsigned(tiff, entry + 2, 2, little=little),
            unsigned(tiff, entry + 4, 4, little=little),
            entry + 8,
        )


def _worded(name: str, raw: bytes) -> str:
    if name == "XPComment":
        return raw.decode("utf-16-le", "replace").rstrip("\0")
    if name != "UserComment":
        return decoded(raw.rstrip(b"\0"))
    if raw.startswith(_UNICODE):
        return _utf_16(raw[len(_UNICODE) :]).rstrip("\0")
    return decoded(raw.removeprefix(_ASCII).strip(b"\0"))


def _utf_16(raw: bytes) -> str:
    """Return UTF-16 of either byte order: programs keep to neither the mark nor the record's own.

    What is searched has many Latin letters, whose upper half is zero; and a colon with a space,
    which it would hardly have by chance: there are languages whose letters have a lower half of
    zero.
    """
    little = raw[1::2].count(0) > raw[::2].count(0)
    orders = ["utf-16-le", "utf-16-be"] if little else ["utf-16-be", "utf-16-le"]
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        orders.insert(0, "utf-16")
    texts = [raw.decode(order, "replace") for order in orders]
    return next((text for text in texts if ": " in text), texts[0])


def exif_with(comment: str) -> bytes:
    """Return an Exif record with nothing but a ``UserComment``, in the words of web UIs.

    They read it as UTF-16 with the larger byte first, and take a mark of that for a character.
    """
    text = _UNICODE + comment.encode("utf-16-be", "replace")
    first = struct.pack(">HHHIII", 1, _DIRECTORY, 4, 1, 26, 0)
    second = struct.pack(">HHHIII", 1, 0x9286, 7, len(text), 44, 0)
    return b"MM\0*" + struct.pack(">I", 8) + first + second + text
