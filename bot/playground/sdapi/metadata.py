"""Put into an image file how it was made, as web UIs do, without touching its pixels."""

from __future__ import annotations

import struct
import zlib


def telling(data: bytes, words: str) -> bytes:
    """Return a PNG or JPEG with ``words`` in it; other files as they are."""
    if data.startswith(b"\x89PNG"):
        return _png(data, words)
    return _jpeg(data, words) if data.startswith(b"\xff\xd8") else data


def _png(data: bytes, words: str) -> bytes:
    body = b"tEXt" + b"parameters\0" + words.encode("latin-1", "replace")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header = 8 + 25
    return data[:header] + chunk + data[header:]


def _jpeg(data: bytes, words: str) -> bytes:
    """Write it as the comment of an Exif record, of one directory within another."""
    comment = b"ASCII\0\0\0" + words.encode("ascii", "replace")
    outer = struct.pack(">HHHII", 1, 0x8769, 4, 1, 26) + bytes(4)
    inner = struct.pack(">HHHII", 1, 0x9286, 7, len(comment), 44) + bytes(4)
    exif = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + outer + inner + comment
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]
