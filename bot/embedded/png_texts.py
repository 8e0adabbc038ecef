"""The texts of a PNG file: ``tEXt``, ``zTXt`` and ``iTXt``. Source: https://www.w3.org/TR/png-3/."""

from __future__ import annotations

import zlib
from itertools import islice
from typing import TYPE_CHECKING

from bot.containers.png import END, chunks
from bot.embedded.exif import read_exif
from bot.embedded.records import PARTS, decoded
from bot.embedded.telling import NAMES
from bot.embedded.xmp import read_xmp

if TYPE_CHECKING:
    from bot.containers.part import Part
    from bot.embedded.records import Records

_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_XMP = "XML:com.adobe.xmp"
_NAME = 80
"""Bytes of the longest name, with its end."""


def read_png(data: bytes, records: Records) -> None:
    """Add the texts of a PNG; a chunk that is cut off or damaged is left out."""
    for chunk in islice(chunks(data), PARTS):
        if chunk.kind == END:
            return
        if chunk.kind == b"eXIf":
            read_exif(_body(data, chunk, records), records)
        elif chunk.kind in _TEXTS:
            _read_text(data, chunk, records)


def _read_text(data: bytes, chunk: Part[bytes], records: Records) -> None:
    raw, end, _ = data[chunk.start : chunk.start + _NAME].partition(b"\0")
    name = raw.decode("latin-1")
    if not end or (name not in NAMES and name != _XMP):
        return
    text = _text(chunk.kind, _body(data, chunk, records)[len(raw) + 1 :], records)
    if name == _XMP:
        read_xmp(decoded(text), records)
    else:
        records.add(name, decoded(text))


def _body(data: bytes, chunk: Part[bytes], records: Records) -> bytes:
    """Return the data of a chunk; nothing if they are too large or not what was written."""
    if not records.takes(chunk.stop - chunk.start):
        return b""
    body = data[chunk.start : chunk.stop]
    is_sound = zlib.crc32(chunk.kind + body).to_bytes(4, "big") == data[chunk.stop : chunk.end]
    return body if is_sound else b""


def _text(kind: bytes, rest: bytes, records: Records) -> bytes:
    """Return the text of a chunk, from behind its keyword's end on."""
    match kind:
        case b"tEXt":
            return rest
        case b"zTXt":
            return records.unpacked(rest[1:])
        case _:
            is_packed = rest[:1] == b"\1"
            _, _, translated = rest[2:].partition(b"\0")
            _, _, text = translated.partition(b"\0")
            return records.unpacked(text) if is_packed else text
