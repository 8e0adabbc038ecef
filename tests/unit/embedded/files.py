"""Picture files with texts in them, made on the spot."""

from __future__ import annotations

import json
import struct
import zlib
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SIDE = 16

BLOCK = (
    "a red fox, ink <lora:ink:0.7>\nNegative prompt: blur\n"
    "Steps: 28, Sampler: Euler a, CFG scale: 6.5, Seed: 42, Size: 512x768, Version: v1.10.1"
)


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    """Return a whole PNG with these chunks before its pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(SIDE * (1 + 3 * SIDE))))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def png_with(**texts: str) -> bytes:
    """Return a PNG with texts, as Pillow writes them: ``tEXt``, or ``iTXt`` beyond Latin-1."""
    info = PngInfo()
    for name, text in texts.items():
        info.add_text(name.replace("_", "-") if name == "sd_metadata" else name, text)
    out = BytesIO()
    Image.new("RGB", (SIDE, SIDE)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def png_holding(**objects: object) -> bytes:
    """Return a PNG with objects as JSON."""
    return png_with(**{name: json.dumps(value) for name, value in objects.items()})


def user_comment(text: bytes, *, little: bool = False, make: bytes = b"") -> bytes:
    """Return an Exif record with a ``UserComment``, and a ``Make`` if there is any."""
    order = "<" if little else ">"
    first = [(0x8769, 4, 1, None), *([(0x010F, 2, len(make), make)] if make else [])]
    first.sort()
    at = 8 + 2 + 12 * len(first) + 4
    second = at + len(make)
    head = (b"II*\0" if little else b"MM\0*") + struct.pack(f"{order}I", 8)
    entries = struct.pack(f"{order}H", len(first))
    for tag, kind, count, value in first:
        where = second if value is None else at
        entries += struct.pack(f"{order}HHII", tag, kind, count, where)
    entries += struct.pack(f"{order}I", 0)
    place = second + 2 + 12 + 4
    inner = struct.pack(f"{order}HHHII", 1, 0x9286, 7, len(text), place)
    inner += struct.pack(f"{order}I", 0)
    return head + entries + make + inner + text


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """Return a whole JPEG with these segments behind its first marker."""
    out = BytesIO()
    Image.new("RGB", (SIDE, SIDE)).save(out, "JPEG")
    parts = [
        b"\xff" + bytes([code]) + struct.pack(">H", len(body) + 2) + body for code, body in segments
    ]
    return out.getvalue()[:2] + b"".join(parts) + out.getvalue()[2:]


def jpeg_with_exif(record: bytes) -> bytes:
    """Return a JPEG with an Exif record."""
    return jpeg((0xE1, b"Exif\0\0" + record))


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WebP with these chunks behind its picture."""
    out = BytesIO()
    Image.new("RGB", (SIDE, SIDE)).save(out, "WEBP")
    parts = [
        kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
        for kind, body in chunks
    ]
    body = out.getvalue()[8:] + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def xmp(inner: str) -> str:
    """Return an XMP record around some elements."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>'
        f"{inner}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
