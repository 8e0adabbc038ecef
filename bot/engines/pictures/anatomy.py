"""What an image file is made of, by its own structure: nothing is decoded here."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import ExifTags, Image

from bot.engine_errors import ImageError

MAX_PARTS = 100_000
"""Segments or chunks; a 64 MiB PNG in chunks of the usual 8 kB has a twelfth of them."""

_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"WEBPVP8", b"GIF89a", b"GIF87a", b"xmpGImg")
"""What a file begins with, or an XMP record has within, that carries a picture."""

_TIFF_PICTURE = frozenset({0x0111, 0x0117, 0x014A, 0x0201, 0x0202})
"""Tags of the main directory that lead to pixels: strips, further directories, a JPEG."""

_MAKER_NOTE = 0x927C
"""Cameras keep previews in it."""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What a walk through a whole file found."""

    is_bare: bool
    """Whether it is one still picture and nothing that could hold another, or more data."""
    scans: int = 1
    """How often a decoder goes over all pixels."""
    is_lossless: bool = True
    """Of a WebP: whether its first frame is."""


class CutOffError(ImageError):
    """A file ends before its end; it may arrive whole at another attempt."""

    transient = True

    def __init__(self, size: int) -> None:
        """Remember how many bytes there were."""
        super().__init__(f"not a whole image: cut off after {size} bytes")
        self.size = size


def check_parts(count: int) -> None:
    """Refuse a file whose walk would take seconds.

    Raises:
        ImageError: it has more than ``MAX_PARTS``.

    """
    if count > MAX_PARTS:
        raise ImageError(f"an image of more than {MAX_PARTS} parts")


def hides_picture(text: bytes) -> bool:
    """Whether a comment or an XMP record has the marks of a picture in it."""
    return any(sign in text for sign in _SIGNS)


def exif_hides_picture(exif: bytes) -> bool:
    """Whether an Exif record has, or may have, a thumbnail or a preview."""
    if hides_picture(exif):
        return True
    try:
        directory = Image.Exif()
        directory.load(exif)
        if _TIFF_PICTURE & directory.keys() or directory.get_ifd(ExifTags.IFD.IFD1):
            return True
        return _MAKER_NOTE in directory.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # noqa: BLE001 - foreign bytes: what cannot be read may be anything
        return True
