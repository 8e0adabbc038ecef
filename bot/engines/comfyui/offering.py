"""What members are offered: by the graph, and by what the server has. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.capabilities import Capabilities, Detection
from bot.domain.choices import HiresUpscaler
from bot.domain.models import ModelKind
from bot.engines.comfyui import listing
from bot.engines.comfyui.listing import MODELS, Source
from bot.engines.comfyui.marks import OPTIONS
from bot.engines.comfyui.samplers import offered
from bot.engines.comfyui.shipped import MULTIPLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.engines.comfyui.listing import Abilities
    from bot.engines.comfyui.workflow import Workflow

_SHIPPED = frozenset(
    {
        "negative_prompt",
        "model",
        "images",
        "steps",
        "guidance",
        "sampler",
        "seed",
        "clip_skip",
        "loras",
        "embeddings",
        "hires",
        "hires_upscaler",
        "hires_strength",
        "vae",
    }
)
"""All but ``format``: images come as the server made them, to the pixel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a graph can use."""

    options: frozenset[str]
    models: Mapping[ModelKind, Source]
    """Where the models are listed that can be chosen."""
    samplers: Source | None
    schedulers: Source | None
    has_embeddings: bool = False
    has_hires: bool = False
    has_karras: bool = True
    """Whether a sampler can be given a scheduler of its own."""
    draws_seeds: bool = False
    fixed_model: str | None = None
    """The only one, where the graph names it."""


SHIPPED = Offer(
    options=_SHIPPED,
    models=MODELS,
    samplers=listing.SAMPLERS,
    schedulers=listing.SCHEDULERS,
    has_embeddings=True,
    has_hires=True,
)


def offer_of(workflow: Workflow | None) -> Offer:
    """Return what can be used by a graph, the shipped one if there is no other."""
    if workflow is None:
        return SHIPPED
    options = {OPTIONS[mark] for mark in workflow.marks if mark in OPTIONS}
    if workflow.marks.keys() & {"seed", "batch"}:
        options.add("images")
    model = _source(workflow, "model")
    return Offer(
        # A request always names a model. Where the graph has its own, that is the only one.
        options=frozenset({*options, "model"}),
        models={ModelKind.CHECKPOINT: model} if model else {},
        samplers=_source(workflow, "sampler"),
        schedulers=_source(workflow, "scheduler"),
        has_karras="scheduler" in workflow.marks,
        draws_seeds="seed" not in workflow.marks,
        fixed_model=None if model else workflow.model,
    )


def capabilities(offer: Offer, abilities: Abilities) -> Capabilities:
    """Return what the engine can do, as far as it is known."""
    choices = dict[str, tuple[str, ...]]()
    if "sampler" in offer.options:
        choices["sampler"] = offered(
            abilities.samplers, abilities.schedulers, karras=offer.has_karras
        )
    if offer.has_hires:
        choices["hires_upscaler"] = (HiresUpscaler.LATENT, *abilities.upscalers)
    return Capabilities(
        options=offer.options,
        choices=choices,
        size_multiple=MULTIPLE,
        detection=Detection.NONE,
        draws_seeds=offer.draws_seeds,
        finds=True,
        can_cancel=True,
        survives=True,
        parallel=1,
    )


def _source(workflow: Workflow, mark: str) -> Source | None:
    """Return where the values of a marked input are listed."""
    place = workflow.input_of(mark)
    if place is None:
        return None
    for source in MODELS.values():
        if (source.class_type, source.input_name) == place:
            return source
    return Source(*place)
