"""What a member asked for: one immutable, validated value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from bot.domain.choices import SAMPLERS, HiresScale, HiresUpscaler, ImageFormat
from bot.domain.kinds import Choice, Names, Number, Strengths, Whole, Words
from bot.domain.obstacles import refuse
from bot.domain.options import DEFAULTS, OPTIONS, Option
from bot.domain.ranges import (
    CLIP_SKIP,
    DEFAULT_STEPS,
    GUIDANCE,
    IMAGES,
    MAX_EXTRAS,
    NEGATIVE_LENGTH,
    PROMPT_LENGTH,
    RANDOM_SEED,
    SEED,
    SIZE,
    STEPS,
    STRENGTH,
    TARGET,
    Bound,
)
from bot.domain.rules import characters, entries, one_of, within
from bot.errors import InvalidOptionError
from bot.texts.text import Text, text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What a request is made of comes with it; ``choices`` and ``ranges`` stand below ``options``.
__all__ = [
    "CLIP_SKIP",
    "DEFAULT_STEPS",
    "GUIDANCE",
    "IMAGES",
    "MAX_EXTRAS",
    "NEGATIVE_LENGTH",
    "PROMPT_LENGTH",
    "RANDOM_SEED",
    "SAMPLERS",
    "SEED",
    "SIZE",
    "STEPS",
    "STRENGTH",
    "TARGET",
    "Bound",
    "GenerationRequest",
    "Hires",
    "HiresScale",
    "HiresUpscaler",
    "ImageFormat",
    "Lora",
]

MENTIONED = ("mentions", "negative_mentions")
"""The fields that are no options: they follow from what stands in the prompts."""


_BOUNDED = [
    row
    for row in OPTIONS
    if row.in_request and isinstance(row.kind, (Words, Whole, Number, Choice, Names, Strengths))
]
_HELD = {row.name: attrgetter(row.path or row.name) for row in OPTIONS}


@dataclass(frozen=True, slots=True)
class Hires:
    """The hires fix: enlarge, then refine with this strength."""

    scale: HiresScale
    upscaler: HiresUpscaler = DEFAULTS["hires_upscaler"]
    strength: float = DEFAULTS["hires_strength"]


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
        ObstaclesError: several are.

    """

    prompt: str
    model: str
    width: int
    height: int
    negative_prompt: str = DEFAULTS["negative_prompt"]
    images: int = DEFAULTS["images"]
    steps: int = DEFAULTS["steps"]
    guidance: float = DEFAULTS["guidance"]
    sampler: str = DEFAULTS["sampler"]
    seed: int = DEFAULTS["seed"]
    clip_skip: int | None = DEFAULTS["clip_skip"]
    loras: tuple[Lora, ...] = DEFAULTS["loras"]
    embeddings: tuple[str, ...] = DEFAULTS["embeddings"]
    hires: Hires | None = DEFAULTS["hires"]
    vae: str | None = DEFAULTS["vae"]
    format: ImageFormat = DEFAULTS["format"]
    private: bool = DEFAULTS["private"]
    any_model: bool = False
    """Whether nobody asked for ``model``: another engine makes the images with its own."""
    mentions: tuple[int, ...] = ()
    """Where in the prompt the name of somebody begins who was mentioned; of this prompt alone."""
    negative_mentions: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no engine would take."""
        faults = list(self._faults())
        # What an enlarged image would measure says nothing while the measures are wrong.
        refuse(faults or self._target_faults())

    def _faults(self) -> Iterator[InvalidOptionError]:
        for row in _BOUNDED:
            value = self.value_of(row)
            if value is not None:
                yield from _faults_of(row, value)

    def _target_faults(self) -> Iterator[InvalidOptionError]:
        if self.hires is not None and max(self.target) not in TARGET:
            given = "x".join(map(str, self.target))
            size, most = f"{self.width}x{self.height}", TARGET.highest
            rule = text("option.hires_side", scale=self.hires.scale, size=size, most=most)
            yield InvalidOptionError("hires", given, rule)

    def value_of(self, row: Option) -> Any:  # noqa: ANN401 - of the type that the row's kind says
        """Return what this says for an option; None is nothing."""
        if not row.in_request or (row.path and self.hires is None):
            return None
        return _HELD[row.name](self)

    @property
    def prompt_read(self) -> str:
        """The prompt as people read it: with an ``@`` before whoever was mentioned."""
        return _with_ats(self.prompt, self.mentions)

    @property
    def negative_read(self) -> str:
        """The negative prompt as people read it."""
        return _with_ats(self.negative_prompt, self.negative_mentions)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as they were asked for, in pixels."""
        return self.width, self.height

    @property
    def target(self) -> tuple[int, int]:
        """Width and height of the finished images, in pixels."""
        if self.hires is None:
            return self.width, self.height
        factor = self.hires.scale.factor
        return math.floor(self.width * factor), math.floor(self.height * factor)

    @property
    def work(self) -> float:
        """Roughly how much there is to do: megapixel-steps over all images."""
        width, height = self.target
        return self.images * self.steps * width * height / 1e6


def _with_ats(text: str, places: tuple[int, ...]) -> str:
    edges = [0, *places, None]
    return "@".join(text[start:end] for start, end in pairwise(edges))


def _faults_of(row: Option, value: Any) -> Iterator[InvalidOptionError]:  # noqa: ANN401 - see ``value_of``
    match row.kind:
        case Words(length=length):
            yield from _outside(row.name, len(value), length, characters)
        case Whole(bound=bound) | Number(bound=bound):
            yield from _outside(row.name, value, bound, within)
        case Choice(values=values) if value not in values:
            yield InvalidOptionError(row.name, value, one_of(values))
        case Names(most=most):
            yield from _outside(row.name, len(value), Bound(0, most), entries)
        case Strengths(most=most, strength=strength):
            yield from _outside(row.name, len(value), Bound(0, most), entries)
            for entry in value:
                rule = partial(_strength, entry)
                yield from _outside(row.name, entry.strength, strength, rule)
        case _:
            pass


def _strength(lora: Lora, bound: Bound) -> Text:
    name = typed(lora.name)
    return text("option.strength", name=name, low=bound.lowest, high=bound.highest)


def _outside(
    option: str, value: float, bound: Bound, rule: Callable[[Bound], Text]
) -> Iterator[InvalidOptionError]:
    if value not in bound:
        given = value if isinstance(value, int) else f"{value:.10g}"
        yield InvalidOptionError(option, given, rule(bound))
