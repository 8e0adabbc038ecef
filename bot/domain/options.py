"""The options of a generation: one table, a row for each, in the order of the slash command.

The parser, the checks, the slash command, what is written out, what is stored and what is told
of a request follow from it. ``docs/how-to.md`` says how a row is added.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.domain import ranges
from bot.domain.choices import ASPECTS, SAMPLERS, HiresScale, HiresUpscaler, ImageFormat
from bot.domain.kinds import (
    Choice,
    Factor,
    Kind,
    Name,
    Names,
    Number,
    Ratio,
    Size,
    Strengths,
    Switch,
    Whole,
    Words,
)
from bot.domain.models import ModelKind
from bot.texts.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One row. What is empty, the option does not have."""

    name: str
    """Of the slash option, and of the field in ``Options``, a request and its JSON."""
    kind: Kind
    default: Any = None
    """What a request has when nothing is said; None where that depends, or is nothing."""
    about: Text | None = None
    """The slash option's description, at most 100 characters; without it there is none."""
    flag: str = ""
    """Without dashes, lower case; the form in which it is written out."""
    aliases: tuple[str, ...] = ()
    """Other flags that are read; they are neither listed nor written."""
    key: str = ""
    """In a pasted block."""
    nothing: tuple[str, ...] = ()
    """Values of the key that say nothing, lower case."""
    words: Text | None = None
    """How it is told where it differs from the default; ``{value}``, or ``{count}`` of a whole."""
    path: str = ""
    """Where a request holds it, if not under its name: a part of ``hires``."""
    in_request: bool = True
    """False for what only decides about others."""
    beside: str = ""
    """The option without which it means nothing."""


def _numbered(about: Text, bound: ranges.Bound) -> Text:
    """Return a description that tells the range."""
    return replace(about, params=(("low", bound.lowest), ("high", bound.highest)))


OPTIONS = (
    Option(
        name="prompt",
        kind=Words(ranges.PROMPT_LENGTH, registered=ranges.Bound(1, 6000)),
        about=text("imagine.prompt"),
        # It quotes a text that would otherwise read as something else.
        flag="prompt",
    ),
    Option(
        name="negative_prompt",
        kind=Words(ranges.NEGATIVE_LENGTH, registered=ranges.NEGATIVE_LENGTH),
        default="",
        about=text("imagine.negative_prompt"),
        flag="no",
        aliases=("negative", "negative_prompt"),
        key="Negative prompt",
    ),
    Option(
        name="model",
        kind=Name(ModelKind.CHECKPOINT),
        about=text("imagine.model"),
        flag="model",
        key="Model",
        nothing=("none", "unknown"),
    ),
    Option(
        name="aspect",
        kind=Ratio(ASPECTS, ranges.FLATTEST),
        about=text("imagine.aspect"),
        flag="ar",
        aliases=("aspect",),
        in_request=False,
    ),
    Option(
        name="width",
        kind=Whole(ranges.SIZE),
        aliases=("width",),
        about=_numbered(text("imagine.width"), ranges.SIZE),
    ),
    Option(
        name="height",
        kind=Whole(ranges.SIZE),
        aliases=("height",),
        about=_numbered(text("imagine.height"), ranges.SIZE),
    ),
    Option(name="size", kind=Size(ranges.SIZE), flag="size", key="Size"),
    Option(
        name="images",
        kind=Whole(ranges.IMAGES),
        default=1,
        about=_numbered(text("imagine.images"), ranges.IMAGES),
        flag="n",
        aliases=("images",),
    ),
    Option(
        name="steps",
        kind=Whole(ranges.STEPS),
        default=ranges.DEFAULT_STEPS,
        about=_numbered(text("imagine.steps"), ranges.STEPS),
        flag="steps",
        key="Steps",
        words=text("setting.steps"),
    ),
    Option(
        name="guidance",
        kind=Number(ranges.GUIDANCE),
        default=7.5,
        about=_numbered(text("imagine.guidance"), ranges.GUIDANCE),
        flag="cfg",
        aliases=("cfg_scale", "guidance"),
        key="CFG scale",
        words=text("setting.guidance"),
    ),
    Option(
        name="sampler",
        kind=Choice(SAMPLERS),
        default=SAMPLERS[0],
        about=text("imagine.sampler"),
        flag="sampler",
        aliases=("sampler_name",),
        key="Sampler",
        words=text("setting.plain"),
    ),
    Option(
        name="seed",
        kind=Whole(ranges.SEED),
        default=ranges.RANDOM_SEED,
        about=text("imagine.seed"),
        flag="seed",
        key="Seed",
    ),
    Option(
        name="clip_skip",
        kind=Whole(ranges.CLIP_SKIP),
        about=_numbered(text("imagine.clip_skip"), ranges.CLIP_SKIP),
        flag="clip-skip",
        key="Clip skip",
        words=text("setting.clip_skip"),
    ),
    Option(
        name="loras",
        kind=Strengths(ModelKind.LORA, ranges.MAX_EXTRAS, ranges.STRENGTH),
        default=(),
        about=text("imagine.loras", most=ranges.MAX_EXTRAS),
        flag="lora",
        words=text("setting.lora"),
    ),
    Option(
        name="embeddings",
        kind=Names(ModelKind.EMBEDDING, ranges.MAX_EXTRAS),
        default=(),
        about=text("imagine.embeddings", most=ranges.MAX_EXTRAS),
        flag="emb",
        words=text("setting.embedding"),
    ),
    Option(
        name="hires",
        kind=Factor(tuple(HiresScale)),
        about=text("imagine.hires"),
        flag="hires",
        key="Hires upscale",
        path="hires.scale",
    ),
    Option(
        name="hires_upscaler",
        kind=Choice(tuple(HiresUpscaler)),
        default=HiresUpscaler.LATENT,
        about=text("imagine.hires_upscaler"),
        flag="hires-upscaler",
        key="Hires upscaler",
        path="hires.upscaler",
        beside="hires",
    ),
    Option(
        name="hires_strength",
        kind=Number(ranges.STRENGTH),
        default=0.5,
        about=_numbered(text("imagine.hires_strength"), ranges.STRENGTH),
        flag="hires-strength",
        key="Denoising strength",
        path="hires.strength",
        beside="hires",
    ),
    Option(
        name="vae",
        kind=Name(ModelKind.VAE),
        about=text("imagine.vae"),
        flag="vae",
        key="VAE",
        nothing=("none", "auto", "automatic", "baked", "baked vae", "default", "default (model)"),
        words=text("setting.vae"),
    ),
    Option(
        name="format",
        kind=Choice(tuple(ImageFormat), also=(("jpg", ImageFormat.JPEG),)),
        default=ImageFormat.JPEG,
        about=text("imagine.format"),
        flag="format",
        words=text("setting.plain"),
    ),
    Option(
        name="style",
        kind=Name(None),
        about=text("imagine.style"),
        in_request=False,
    ),
    Option(name="private", kind=Switch(), default=False, about=text("imagine.private")),
)

BY_NAME = {row.name: row for row in OPTIONS}

DEFAULTS = {row.name: row.default for row in OPTIONS}
"""By name, for the fields of a request."""
