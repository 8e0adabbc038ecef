"""Image files that a careful client does not take as they are."""

from __future__ import annotations

import io
import re
import struct
import zlib
from functools import cache

from PIL import Image

HUGE_SIDE = 30_000
SCANNED_SIDE = 4000
SCANS = 1000
ANOTHER = (200, 30, 30)
"""The colour of the picture that is hidden behind the first."""

_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def animated(picture: bytes) -> bytes:
    """Return a file that shows ``picture`` first and another one after it.

    An APNG or an animated WebP; of a JPEG an MPO, which viewers show as its first picture.
    """
    with Image.open(io.BytesIO(picture)) as first:
        kind = "MPO" if first.format == "JPEG" else str(first.format)
        another = Image.new("RGB", first.size, ANOTHER)
        file = io.BytesIO()
        first.convert("RGB").save(
            file, kind, save_all=True, append_images=[another], quality=95, duration=500
        )
    return file.getvalue()


def appended(picture: bytes) -> bytes:
    """Return ``picture`` with another JPEG behind its end."""
    file = io.BytesIO()
    Image.new("RGB", (64, 64), ANOTHER).save(file, "JPEG")
    return picture + file.getvalue()


def with_thumbnail(picture: bytes) -> bytes:
    """Return ``picture`` as a JPEG whose Exif record has a thumbnail of another one."""
    thumbnail = appended(b"")
    lead = b"MM\0*" + struct.pack(">I", 8) + struct.pack(">HI", 0, 14)
    entries = struct.pack(">HHII", 0x0201, 4, 1, 44) + struct.pack(
        ">HHII", 0x0202, 4, 1, len(thumbnail)
    )
    exif = b"Exif\0\0" + lead + struct.pack(">H", 2) + entries + struct.pack(">I", 0) + thumbnail
    file = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()


@cache
def many_scans(side: int = SCANNED_SIDE, scans: int = SCANS) -> bytes:
    """Return a small grey JPEG that makes a decoder go over all its pixels ``scans`` times."""
    file = io.BytesIO()
    Image.new("L", (side, side), 128).save(file, "JPEG", progressive=True)
    whole = file.getvalue()
    last = whole.rindex(b"\xff\xda")
    found = _AFTER_SCAN.search(whole, last + 2)
    end = found.start() if found else len(whole)
    return whole[:last] + whole[last:end] * scans + whole[end:]


@cache
def huge_png() -> bytes:
    """Return a whole PNG of 30,000x30,000 white pixels in about 160 kB."""
    header = struct.pack(">IIBBBBB", HUGE_SIDE, HUGE_SIDE, 1, 0, 0, 0, 0)
    row = b"\0" + b"\xff" * (HUGE_SIDE // 8)
    packer = zlib.compressobj(1, strategy=zlib.Z_RLE)
    rows = b"".join(packer.compress(row) for _ in range(HUGE_SIDE)) + packer.flush()
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", rows), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
