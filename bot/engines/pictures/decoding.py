"""Show that an image file is whole and is what it claims to be, by decoding it in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from bot.containers import jpeg, png, webp
from bot.domain.ports import Picture
from bot.domain.request import ImageFormat
from bot.engine_errors import ImageError
from bot.engines.pictures import jpegs, pngs, webps
from bot.engines.pictures.patience import TimedFile
from bot.engines.pictures.stills import encoded, upright

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

    from bot.engines.pictures.anatomy import Anatomy

# Pillow's own bound is one for the whole process and cannot be set for a call. Every image
# that we open comes from here, where the operator's bound is kept instead.
Image.MAX_IMAGE_PIXELS = None


def decode(data: bytes, *, max_pixels: int) -> Picture:
    """Return the picture in a file, once all of it has been decoded.

    A file that is one still picture keeps its bytes. Any other - more frames, data behind its
    end, a thumbnail - becomes a still of its first frame, which is all that is posted of it.
    The size is read from the header, before anything is decoded. Blocks: call it in a thread.

    Raises:
        CutOffError: a JPEG, PNG or WebP that ends before its end.
        ImageError: none of them, damaged, of too many pixels, or too slow to decode.

    """
    try:
        kind, anatomy = _walk(data)
        file = TimedFile(data, scans=anatomy.scans)
        with _opened(file, kind) as image:
            _check_size(*image.size, max_pixels)
            file.expect(image.width * image.height)
            if not anatomy.is_bare:
                return _still(image, kind, anatomy)
            width, height = image.size
            # An eighth of the size: every byte of a JPEG is still read and checked,
            # but most of the arithmetic is spared. Other formats ignore it.
            image.draft(None, (max(1, width // 8), max(1, height // 8)))
            image.load()
    except ImageError:
        raise
    except Exception as error:  # noqa: BLE001 - a decoder of foreign bytes raises what it likes
        raise ImageError(f"not a whole image: {type(error).__name__}") from None
    return Picture(data=data, format=kind, width=width, height=height)


def _walk(data: bytes) -> tuple[ImageFormat, Anatomy]:
    if data.startswith(jpeg.SIGNATURE):
        return ImageFormat.JPEG, jpegs.walk(data)
    if data.startswith(png.SIGNATURE):
        return ImageFormat.PNG, pngs.walk(data)
    if webp.is_webp(data):
        return ImageFormat.WEBP, webps.walk(data)
    raise ImageError("not a JPEG, PNG or WebP")


def _opened(file: TimedFile, kind: ImageFormat) -> ImageFile:
    if kind is ImageFormat.JPEG:
        return JpegImageFile(file)  # not by way of Pillow's search for more pictures in it
    return Image.open(file, formats=(kind.value,))


def _still(image: Image.Image, kind: ImageFormat, anatomy: Anatomy) -> Picture:
    still = upright(image)
    data = encoded(still, kind, lossless=anatomy.is_lossless)
    return Picture(data=data, format=kind, width=still.width, height=still.height)


def _check_size(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        raise ImageError(f"{width}x{height} is more than {max_pixels} pixels")
