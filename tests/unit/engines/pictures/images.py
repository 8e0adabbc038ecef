"""Image files made on the spot."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image


def image_file(kind: str = "PNG", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a whole file with some detail in it."""
    out = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that promises so many pixels and holds none."""
    return _png(struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"")


def black_png(side: int) -> bytes:
    """Return a whole square PNG of one bit for each pixel."""
    row = bytes(1 + (side + 7) // 8)
    return _png(struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0), row * side)


def _png(head: bytes, rows: bytes) -> bytes:
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
