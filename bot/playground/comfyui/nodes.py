"""The node classes that the stand-in knows, and what their inputs take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 2**64 - 1
SIDE = 16384


@dataclass(frozen=True)
class Link:
    """What comes from another node."""

    type: str


@dataclass(frozen=True)
class Whole:
    """A whole number."""

    low: int
    high: int


@dataclass(frozen=True)
class Number:
    """A number."""

    low: float
    high: float


@dataclass(frozen=True)
class Text:
    """Any text."""


@dataclass(frozen=True)
class Choice:
    """One of the names of a list."""

    of: str
    """A key of ``Stock.lists``."""


Input: TypeAlias = Link | Whole | Number | Text | Choice


@dataclass(frozen=True)
class NodeClass:
    """What a class takes and gives."""

    inputs: Mapping[str, Input]
    outputs: tuple[str, ...] = ()
    is_output: bool = False


MODEL, CLIP, VAE, LATENT, IMAGE = (Link(t) for t in ("MODEL", "CLIP", "VAE", "LATENT", "IMAGE"))
CONDITIONING = Link("CONDITIONING")
STRENGTH = Number(-100, 100)
SIDES: dict[str, Input] = {"width": Whole(0, SIDE), "height": Whole(0, SIDE)}

CLASSES: dict[str, NodeClass] = {
    "CheckpointLoaderSimple": NodeClass(
        {"ckpt_name": Choice("checkpoints")}, ("MODEL", "CLIP", "VAE")
    ),
    "LoraLoader": NodeClass(
        {
            "model": MODEL,
            "clip": CLIP,
            "lora_name": Choice("loras"),
            "strength_model": STRENGTH,
            "strength_clip": STRENGTH,
        },
        ("MODEL", "CLIP"),
    ),
    "CLIPSetLastLayer": NodeClass({"clip": CLIP, "stop_at_clip_layer": Whole(-24, -1)}, ("CLIP",)),
    "CLIPTextEncode": NodeClass({"text": Text(), "clip": CLIP}, ("CONDITIONING",)),
    "VAELoader": NodeClass({"vae_name": Choice("vae")}, ("VAE",)),
    "EmptyLatentImage": NodeClass(
        {"width": Whole(16, SIDE), "height": Whole(16, SIDE), "batch_size": Whole(1, 4096)},
        ("LATENT",),
    ),
    "KSampler": NodeClass(
        {
            "model": MODEL,
            "seed": Whole(0, MOST),
            "steps": Whole(1, 10000),
            "cfg": Number(0, 100),
            "sampler_name": Choice("samplers"),
            "scheduler": Choice("schedulers"),
            "positive": CONDITIONING,
            "negative": CONDITIONING,
            "latent_image": LATENT,
            "denoise": Number(0, 1),
        },
        ("LATENT",),
    ),
    "LatentUpscale": NodeClass(
        {"samples": LATENT, "upscale_method": Choice("methods"), **SIDES, "crop": Choice("crops")},
        ("LATENT",),
    ),
    "VAEDecode": NodeClass({"samples": LATENT, "vae": VAE}, ("IMAGE",)),
    "VAEEncode": NodeClass({"pixels": IMAGE, "vae": VAE}, ("LATENT",)),
    "UpscaleModelLoader": NodeClass({"model_name": Choice("upscale_models")}, ("UPSCALE_MODEL",)),
    "ImageUpscaleWithModel": NodeClass(
        {"upscale_model": Link("UPSCALE_MODEL"), "image": IMAGE}, ("IMAGE",)
    ),
    "ImageScale": NodeClass(
        {"image": IMAGE, "upscale_method": Choice("methods"), **SIDES, "crop": Choice("crops")},
        ("IMAGE",),
    ),
    "PreviewImage": NodeClass({"images": IMAGE}, is_output=True),
    "SaveImage": NodeClass({"images": IMAGE, "filename_prefix": Text()}, is_output=True),
}


@dataclass
class Stock:
    """What lies in the server's folders, and the lists that are built in; lists to change."""

    lists: dict[str, list[str]] = field(default_factory=dict)
    embeddings: list[str] = field(default_factory=list)


def described(name: str, stock: Stock) -> dict[str, Any]:
    """Return the description of a class, as ``/object_info`` has it."""
    known = CLASSES[name]
    return {
        "input": {
            "required": {key: _described_input(taken, stock) for key, taken in known.inputs.items()}
        },
        "input_order": {"required": list(known.inputs)},
        "output": list(known.outputs),
        "output_is_list": [False for _ in known.outputs],
        "output_name": list(known.outputs),
        "name": name,
        "display_name": name,
        "python_module": "nodes",
        "output_node": known.is_output,
    }


def _described_input(taken: Input, stock: Stock) -> Sequence[Any]:
    match taken:
        case Link(type=kind):
            return [kind]
        case Whole(low=low, high=high):
            return ["INT", {"min": low, "max": high}]
        case Number(low=low, high=high):
            return ["FLOAT", {"min": low, "max": high}]
        case Choice(of=of):
            return [list(stock.lists[of]), {}]
        case Text():
            return ["STRING", {"multiline": True}]
