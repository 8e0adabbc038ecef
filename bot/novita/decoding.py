"""Show that an image file is whole and is what it claims to be, by decoding it in full."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from bot.domain.ports import Picture
from bot.domain.request import ImageFormat
from bot.errors import ImageError

FORMATS = {
    "JPEG": ImageFormat.JPEG,
    "MPO": ImageFormat.JPEG,
    "PNG": ImageFormat.PNG,
    "WEBP": ImageFormat.WEBP,
}
"""Pillow's names of what we post; MPO is a JPEG that carries more than one image."""

# Pillow's own bound is one for the whole process and cannot be set for a call. Every image
# that we open comes from here, where the operator's bound is kept instead.
Image.MAX_IMAGE_PIXELS = None

PNG_END = b"IEND\xaeB`\x82"


def decode(data: bytes, *, max_pixels: int) -> Picture:
    """Return the picture in a file, once all of it has been decoded.

    The size is read from the header, before anything is decoded. Blocks: call it in a thread.

    Raises:
        ImageError: not a JPEG, PNG or WebP, cut off, damaged, or of too many pixels.

    """
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            width, height = image.size
            _check_size(width, height, max_pixels)
            kind = FORMATS[str(image.format)]
            # An eighth of the size: every byte of a JPEG is still read and checked,
            # but most of the arithmetic is spared. Other formats ignore it.
            image.draft(None, (max(1, width // 8), max(1, height // 8)))
            image.load()
        if kind is ImageFormat.PNG:
            _check_png_end(data)
    except ImageError:
        raise
    except Exception as error:  # noqa: BLE001 - a decoder of foreign bytes raises what it likes
        raise ImageError(f"not a whole image: {type(error).__name__}") from None
    return Picture(data=data, format=kind, width=width, height=height)


def _check_size(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        raise ImageError(f"{width}x{height} is more than {max_pixels} pixels")


def _check_png_end(data: bytes) -> None:
    """Pillow is content without a PNG's last chunk."""
    if data.rfind(PNG_END) < 0:
        raise ImageError("not a whole image: the end of the PNG is missing")
