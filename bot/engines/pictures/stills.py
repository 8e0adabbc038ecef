"""Encode the one picture of a file anew, and nothing else that the file carried."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import ImageOps

from bot.domain.request import ImageFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL import Image

KEPT = frozenset({"icc_profile", "transparency"})
"""What belongs to the colours of the picture itself."""

JPEG: Mapping[str, object] = {"quality": 95, "subsampling": 0}
LOSSY_WEBP: Mapping[str, object] = {"quality": 95, "method": 2}
LOSSLESS_WEBP: Mapping[str, object] = {"lossless": True, "exact": True, "method": 1}


def upright(image: Image.Image) -> Image.Image:
    """Return the picture as viewers show it: turned as its Exif record says, without metadata."""
    image.load()
    try:
        still = ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - foreign bytes: a record that cannot be read turns nothing
        still = image.copy()
    still.info = {name: value for name, value in still.info.items() if name in KEPT}
    return still


def encoded(still: Image.Image, kind: ImageFormat, *, lossless: bool) -> bytes:
    """Return the file of a still: as exact as the format can be, a WebP if ``lossless``."""
    options: Mapping[str, object] = {}
    if kind is ImageFormat.JPEG:
        options = JPEG
    elif kind is ImageFormat.WEBP:
        options = LOSSLESS_WEBP if lossless else LOSSY_WEBP
    file = BytesIO()
    still.save(file, kind.value, icc_profile=still.info.get("icc_profile"), **options)
    return file.getvalue()
