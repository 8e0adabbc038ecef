"""What the options with a few values choose from."""

from __future__ import annotations

from enum import StrEnum

ASPECTS = ("1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9")
"""Width to height, as members choose it."""

SAMPLERS = (
    "Euler a",
    "Euler",
    "LMS",
    "Heun",
    "DPM2",
    "DPM2 a",
    "DPM++ 2S a",
    "DPM++ 2M",
    "DPM++ SDE",
    "DPM fast",
    "DPM adaptive",
    "LMS Karras",
    "DPM2 Karras",
    "DPM2 a Karras",
    "DPM++ 2S a Karras",
    "DPM++ 2M Karras",
    "DPM++ SDE Karras",
    "DDIM",
    "PLMS",
    "UniPC",
)


class ImageFormat(StrEnum):
    """A file type we ask for and post."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"

    @property
    def extension(self) -> str:
        """The file name's ending, without a dot."""
        return "jpg" if self is ImageFormat.JPEG else self.value


class HiresScale(StrEnum):
    """How much larger the hires fix makes an image."""

    X1_5 = "1.5x"
    X2 = "2x"
    X4 = "4x"

    @property
    def factor(self) -> float:
        """The scale as a number."""
        return float(self.value.removesuffix("x"))


class HiresUpscaler(StrEnum):
    """What the hires fix enlarges with."""

    LATENT = "Latent"
    ESRGAN_ANIME = "RealESRGAN_x4plus_anime_6B"
    ESRNET = "RealESRNet_x4plus"
