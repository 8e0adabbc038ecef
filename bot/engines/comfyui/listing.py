"""What a server lists, and where: names of models, samplers and schedulers. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.choices import HiresUpscaler
from bot.domain.models import ModelKind
from bot.engine_errors import MalformedReplyError
from bot.engines.comfyui import wire
from bot.engines.comfyui.replies import Record, record, rows
from bot.engines.listed import listed_model
from bot.prompt.match import base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.models import Model
    from bot.engines.http import Request


@dataclass(frozen=True, slots=True)
class Source:
    """Where names are listed: in a folder, or as what an input of a node takes."""

    class_type: str
    input_name: str
    folder: str = ""
    """Asked for first; servers of before autumn 2024 have no such list."""

    @property
    def listed(self) -> Request | None:
        """The request for the plain list, if there is one."""
        return wire.models(self.folder) if self.folder else None


MODELS = {
    ModelKind.CHECKPOINT: Source("CheckpointLoaderSimple", "ckpt_name", "checkpoints"),
    ModelKind.LORA: Source("LoraLoader", "lora_name", "loras"),
    ModelKind.VAE: Source("VAELoader", "vae_name", "vae"),
}
"""Embeddings have a list of their own, see ``wire.embeddings``."""

UPSCALERS = Source("UpscaleModelLoader", "model_name", "upscale_models")
SAMPLERS = Source("KSampler", "sampler_name")
SCHEDULERS = Source("KSampler", "scheduler")


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a server has beside models; an empty list is not known."""

    samplers: frozenset[str] = frozenset()
    schedulers: frozenset[str] = frozenset()
    upscalers: dict[HiresUpscaler, str] = field(default_factory=dict[HiresUpscaler, str])
    """By our names, the files that it has for them."""


def choices(said: Record, source: Source) -> list[str]:
    """Return what an input takes, of the description of its node's class.

    Raises:
        MalformedReplyError: the class is not there, or the input takes no choice.

    """
    inputs = record(record(said.get(source.class_type)).get("input"))
    for group in ("required", "optional"):
        described = rows(record(inputs.get(group)).get(source.input_name))
        if described:
            first = described[0]
            # A list, or in newer nodes COMBO with the list among the options.
            more = record(described[1]).get("options") if len(described) > 1 else None
            names = first if isinstance(first, list) else rows(more)
            return [name for name in names if isinstance(name, str) and name]
    raise MalformedReplyError(f"ComfyUI does not describe {source.class_type}.{source.input_name}")


def models(kind: ModelKind, names: Iterable[str]) -> list[Model]:
    """Return listed names as models. They are spelled as the server does, folder included."""
    return [model for name in names if (model := listed_model(kind, name)) is not None]


def upscalers(files: Iterable[str]) -> dict[HiresUpscaler, str]:
    """Return the files of the upscalers that members know by name."""
    by_base = {base(file): file for file in files}
    return {
        upscaler: by_base[base(upscaler)]
        for upscaler in HiresUpscaler
        if upscaler is not HiresUpscaler.LATENT and base(upscaler) in by_base
    }
