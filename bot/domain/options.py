"""The options of a generation: one table, a row for each, in the order of the slash command.

The parser, the checks, the slash command, what is written out, what is stored and what is told
of a request follow from it. ``docs/how-to.md`` says how a row is added.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    Size,
    Strengths,
    Switch,
    Whole,
    Words,
)
from bot.domain.models import ModelKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One row. What is empty, the option does not have."""

    name: str
    """Of the slash option, and of the field in ``Options``, a request and its JSON."""
    kind: Kind
    default: Any = None
    """What a request has when nothing is said; None where that depends, or is nothing."""
    about: str = ""
    """The slash option's description, at most 100 characters; without it there is none."""
    flag: str = ""
    """Without dashes, lower case; the form in which it is written out."""
    aliases: tuple[str, ...] = ()
    """Other flags that are read; they are neither listed nor written."""
    key: str = ""
    """In a pasted block."""
    nothing: tuple[str, ...] = ()
    """Values of the key that say nothing, lower case."""
    words: str = ""
    """How it is told where it differs from the default; ``{}`` is the value."""
    words_for_one: str = ""
    """The same for the value 1, where that differs."""
    path: str = ""
    """Where a request holds it, if not under its name: a part of ``hires``."""
    in_request: bool = True
    """False for what only decides about others."""
    beside: str = ""
    """The option without which it means nothing."""


OPTIONS = (
    Option(
        name="prompt",
        kind=Words(ranges.PROMPT_LENGTH, registered=ranges.Bound(1, 6000)),
        about="What to draw; flags like --ar 16:9 and pasted parameters work too",
        # It quotes a text that would otherwise read as something else.
        flag="prompt",
    ),
    Option(
        name="negative_prompt",
        kind=Words(ranges.NEGATIVE_LENGTH, registered=ranges.NEGATIVE_LENGTH, spans=True),
        default="",
        about="What to keep out",
        flag="no",
        aliases=("negative", "negative_prompt"),
        key="Negative prompt",
    ),
    Option(
        name="model",
        kind=Name(ModelKind.CHECKPOINT),
        about="Checkpoint to draw with",
        flag="model",
        key="Model",
    ),
    Option(
        name="aspect",
        kind=Choice(ASPECTS),
        about="Shape of the image",
        flag="ar",
        in_request=False,
    ),
    Option(
        name="width",
        kind=Whole(ranges.SIZE),
        aliases=("width",),
        about=f"Pixels, {ranges.SIZE}; wins over aspect",
    ),
    Option(
        name="height",
        kind=Whole(ranges.SIZE),
        aliases=("height",),
        about=f"Pixels, {ranges.SIZE}; wins over aspect",
    ),
    Option(name="size", kind=Size(ranges.SIZE), flag="size", key="Size"),
    Option(
        name="images",
        kind=Whole(ranges.IMAGES),
        default=1,
        about=f"How many, {ranges.IMAGES}",
        flag="n",
        aliases=("images",),
    ),
    Option(
        name="steps",
        kind=Whole(ranges.STEPS),
        default=ranges.DEFAULT_STEPS,
        about=f"Sampling steps, {ranges.STEPS}",
        flag="steps",
        key="Steps",
        words="{} steps",
        words_for_one="{} step",
    ),
    Option(
        name="guidance",
        kind=Number(ranges.GUIDANCE),
        default=7.5,
        about=f"Guidance scale, {ranges.GUIDANCE}: how closely to follow the prompt",
        flag="cfg",
        aliases=("cfg_scale", "guidance"),
        key="CFG scale",
        words="guidance {}",
    ),
    Option(
        name="sampler",
        kind=Choice(SAMPLERS),
        default=SAMPLERS[0],
        about="Sampling method",
        flag="sampler",
        aliases=("sampler_name",),
        key="Sampler",
        words="{}",
    ),
    Option(
        name="seed",
        kind=Whole(ranges.SEED),
        default=ranges.RANDOM_SEED,
        about="Repeat an earlier image; -1 is random",
        flag="seed",
        key="Seed",
    ),
    Option(
        name="clip_skip",
        kind=Whole(ranges.CLIP_SKIP),
        about=f"Layers of CLIP to skip, {ranges.CLIP_SKIP}",
        flag="clip-skip",
        key="Clip skip",
        words="clip skip {}",
    ),
    Option(
        name="loras",
        kind=Strengths(ModelKind.LORA, ranges.MAX_EXTRAS, ranges.STRENGTH),
        default=(),
        about=f"name:0.7, other:0.5; at most {ranges.MAX_EXTRAS}",
        flag="lora",
        words="LoRA {}",
    ),
    Option(
        name="embeddings",
        kind=Names(ModelKind.EMBEDDING, ranges.MAX_EXTRAS),
        default=(),
        about=f"name, other; at most {ranges.MAX_EXTRAS}",
        flag="emb",
        words="embedding {}",
    ),
    Option(
        name="hires",
        kind=Factor(tuple(HiresScale)),
        about="Enlarge and refine",
        flag="hires",
        key="Hires upscale",
        path="hires.scale",
    ),
    Option(
        name="hires_upscaler",
        kind=Choice(tuple(HiresUpscaler)),
        default=HiresUpscaler.LATENT,
        about="What hires enlarges with",
        flag="hires-upscaler",
        key="Hires upscaler",
        path="hires.upscaler",
        beside="hires",
    ),
    Option(
        name="hires_strength",
        kind=Number(ranges.STRENGTH),
        default=0.5,
        about=f"How much hires may change, {ranges.STRENGTH}",
        flag="hires-strength",
        key="Denoising strength",
        path="hires.strength",
        beside="hires",
    ),
    Option(
        name="vae",
        kind=Name(ModelKind.VAE),
        about="VAE to decode with",
        flag="vae",
        key="VAE",
        nothing=("none", "automatic"),
        words="VAE {}",
    ),
    Option(
        name="format",
        kind=Choice(tuple(ImageFormat), also=(("jpg", ImageFormat.JPEG),)),
        default=ImageFormat.JPEG,
        about="File type",
        flag="format",
        words="{}",
    ),
    Option(
        name="style",
        kind=Name(None),
        about="A saved style; none can be saved yet",
        in_request=False,
    ),
    Option(name="private", kind=Switch(), default=False, about="Only you see it"),
)

BY_NAME = {row.name: row for row in OPTIONS}

DEFAULTS = {row.name: row.default for row in OPTIONS}
"""By name, for the fields of a request."""
