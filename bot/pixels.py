"""The pixels of an image as a reader sees them, whatever its file holds."""

from __future__ import annotations

from PIL import Image

SIXTEEN_BIT = ("I;16", "I;16L", "I;16B", "I;16N", "I")
"""Modes that Pillow clips instead of scaling: nearly all of such an image would be white."""


def flat(image: Image.Image, background: str = "white") -> Image.Image:
    """Return an image in RGB, with ``background`` behind whatever is transparent."""
    if image.mode in SIXTEEN_BIT:
        return image.convert("F").point(lambda value: value / 257 + 0).convert("RGB")
    if image.has_transparency_data:
        seen = Image.new("RGBA", image.size, background)
        seen.alpha_composite(image.convert("RGBA"))
        return seen.convert("RGB")
    return image.convert("RGB")
