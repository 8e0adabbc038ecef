"""What a member said, before defaults: every option may be unsaid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.choices import ASPECTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.request import HiresScale, HiresUpscaler, ImageFormat, Lora
    from bot.errors import RefusedError
    from bot.texts.text import Text

__all__ = ["ASPECTS", "SHAPE", "SIDES", "Options", "Parsed"]

SIDES = ("width", "height")
SHAPE = frozenset({"aspect", "size", *SIDES})
"""Options that say one thing: how wide and how high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One source's wishes: the slash options, or what stands inline in the prompt.

    None, and an empty tuple, is not said. Nothing here is checked against a range.
    """

    prompt: str | None = None
    negative_prompt: str | None = None
    model: str | None = None
    aspect: str | None = None
    width: int | None = None
    height: int | None = None
    images: int | None = None
    steps: int | None = None
    guidance: float | None = None
    sampler: str | None = None
    seed: int | None = None
    clip_skip: int | None = None
    loras: tuple[Lora, ...] = ()
    embeddings: tuple[str, ...] = ()
    hires: HiresScale | None = None
    hires_upscaler: HiresUpscaler | None = None
    hires_strength: float | None = None
    vae: str | None = None
    format: ImageFormat | None = None
    private: bool | None = None
    mentions: tuple[int, ...] = ()
    """Where in ``prompt`` the name of somebody begins who was mentioned; said by nobody."""
    negative_mentions: tuple[int, ...] = ()

    @property
    def sides(self) -> tuple[int, int] | None:
        """Width and height, where one is said: the other is as long then, unless it is said too."""
        sides = [side for side in (self.width, self.height) if side is not None]
        return (sides[0], sides[-1]) if sides else None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a prompt said."""

    options: Options
    ignored: tuple[str, ...] = ()
    """Keys of a pasted block that were not used, as they were written."""
    pasted: frozenset[str] = frozenset()
    """Options that only a pasted block says: what an engine cannot use of them is no obstacle."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """How each option was written, such as ``--height``: so an obstacle names it."""
    notes: tuple[Text, ...] = ()
    """What was left out, read in part or brought to the nearest, each in a few words."""
    obstacles: tuple[RefusedError, ...] = ()
    """What is wrong, in the order of the text; what they are about is left out of ``options``."""
