"""The engine's models, as members name them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EXTENSIONS = (".safetensors", ".ckpt", ".pt", ".bin", ".pth", ".gguf", ".sft")
"""Of the files that models are in."""


class ModelKind(StrEnum):
    """What a model is, in the order in which members need them."""

    CHECKPOINT = "checkpoint"
    VAE = "vae"
    EMBEDDING = "embedding"
    LORA = "lora"


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can be asked for."""

    kind: ModelKind
    name: str
    """What a request names it by."""
    label: str
    """For people: the name, and what its author calls it."""
    base_model: str = ""
    is_sdxl: bool | None = None
    is_served: bool = True
    """Whether anybody makes images with it at the moment, where that is others' to decide."""
    workers: int | None = None
    """How many make images with it at the moment, where that is told."""
    is_adult: bool | None = None
    """Whether it is marked as for adults, where that is told; its cover is too."""
    cover: str = ""
    """The https address of a picture that shows what it does; empty where none is told."""
    triggers: tuple[str, ...] = ()
    """Words that call it up in a prompt, where they are told; the most used first."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name comes to: a model, or names that are said to whoever wrote it."""

    model: Model | None = None
    several: tuple[str, ...] = ()
    """Where it may mean more than one, their names."""
    near: tuple[str, ...] = ()
    """Where it means none, up to five names that are like it, the nearest first."""
