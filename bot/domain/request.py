"""What a member asked for: one immutable, validated value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override

from bot.errors import InvalidOptionError


@dataclass(frozen=True, slots=True)
class Bound:
    """An inclusive range."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Whether a number lies inside; NaN never does."""
        return self.low <= value <= self.high

    @property
    def lowest(self) -> str:
        """The lower end as it is written."""
        return f"{self.low:g}"

    @property
    def highest(self) -> str:
        """The upper end as it is written."""
        return f"{self.high:.10g}"


SIZE = Bound(128, 2048)
TARGET = Bound(128, 4096)
IMAGES = Bound(1, 8)
STEPS = Bound(1, 100)
GUIDANCE = Bound(1, 30)
SEED = Bound(-1, 2**32 - 1)
CLIP_SKIP = Bound(1, 12)
STRENGTH = Bound(0, 1)
PROMPT_LENGTH = Bound(1, 1024)
NEGATIVE_LENGTH = Bound(0, 1024)
MAX_EXTRAS = 5
"""LoRAs, and embeddings, that one request may carry."""

RANDOM_SEED = -1
DEFAULT_STEPS = 20

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


@dataclass(frozen=True, slots=True)
class Hires:
    """The hires fix: enlarge, then refine with this strength."""

    scale: HiresScale
    upscaler: HiresUpscaler = HiresUpscaler.LATENT
    strength: float = 0.5


@dataclass(frozen=True, slots=True)
class Lora:
    """A LoRA and how strongly it acts."""

    name: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """What a member asked for. An instance that exists is valid.

    Raises:
        InvalidOptionError: a value is outside its range.

    """

    prompt: str
    model: str
    width: int
    height: int
    negative_prompt: str = ""
    images: int = 1
    steps: int = DEFAULT_STEPS
    guidance: float = 7.5
    sampler: str = SAMPLERS[0]
    seed: int = RANDOM_SEED
    clip_skip: int | None = None
    loras: tuple[Lora, ...] = ()
    embeddings: tuple[str, ...] = ()
    hires: Hires | None = None
    vae: str | None = None
    format: ImageFormat = ImageFormat.JPEG
    private: bool = False

    def __post_init__(self) -> None:
        """Refuse what no engine would take."""
        _within("prompt", len(self.prompt), PROMPT_LENGTH, "characters")
        _within("negative_prompt", len(self.negative_prompt), NEGATIVE_LENGTH, "characters")
        _within("width", self.width, SIZE)
        _within("height", self.height, SIZE)
        _within("images", self.images, IMAGES)
        _within("steps", self.steps, STEPS)
        _within("guidance", self.guidance, GUIDANCE)
        _within("seed", self.seed, SEED)
        if self.clip_skip is not None:
            _within("clip_skip", self.clip_skip, CLIP_SKIP)
        if self.sampler not in SAMPLERS:
            raise InvalidOptionError("sampler", self.sampler, ", ".join(SAMPLERS))
        self._check_extras()

    def _check_extras(self) -> None:
        _within("loras", len(self.loras), Bound(0, MAX_EXTRAS), "entries")
        _within("embeddings", len(self.embeddings), Bound(0, MAX_EXTRAS), "entries")
        for lora in self.loras:
            _within(f"strength of LoRA {lora.name}", lora.strength, STRENGTH)
        if self.hires is not None:
            _within("hires_strength", self.hires.strength, STRENGTH)
            if max(self.target) not in TARGET:
                given = "x".join(map(str, self.target))
                raise InvalidOptionError(
                    "hires",
                    f"{self.hires.scale} of {self.width}x{self.height} is {given}",
                    f"at most {TARGET.high:g} a side after hires",
                )

    @property
    def target(self) -> tuple[int, int]:
        """Width and height of the finished images, in pixels."""
        factor = self.hires.scale.factor if self.hires else 1
        return math.floor(self.width * factor), math.floor(self.height * factor)

    @property
    def work(self) -> float:
        """Roughly how much there is to do: megapixel-steps over all images."""
        width, height = self.target
        return self.images * self.steps * width * height / 1e6


def _within(option: str, value: float, bound: Bound, unit: str = "") -> None:
    if value not in bound:
        given = value if isinstance(value, int) else f"{value:.10g}"
        raise InvalidOptionError(option, given, f"{bound} {unit}".strip())
