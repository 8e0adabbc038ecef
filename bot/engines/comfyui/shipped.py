"""The graph that comes with Darkroom, for checkpoints of SD 1.5 and SDXL. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.choices import HiresUpscaler
from bot.engines.comfyui.graph import JOB_INPUT, Graph, link, mark_of, node, output_id
from bot.engines.comfyui.samplers import scheduled

if TYPE_CHECKING:
    from bot.domain.ids import JobId
    from bot.domain.request import GenerationRequest, Hires

CLASSES = (
    "CheckpointLoaderSimple",
    "CLIPSetLastLayer",
    "CLIPTextEncode",
    "EmptyLatentImage",
    "ImageScale",
    "ImageUpscaleWithModel",
    "KSampler",
    "LatentUpscale",
    "LoraLoader",
    "PreviewImage",
    "UpscaleModelLoader",
    "VAEDecode",
    "VAEEncode",
    "VAELoader",
)
"""Of all nodes that it may have."""

MULTIPLE = 8
"""Of each side in pixels: a latent has an eighth of it."""


@dataclass(slots=True)
class _Wires:
    """Where a node finds what it works with."""

    model: list[object] = field(default_factory=lambda: link("checkpoint", 0))
    clip: list[object] = field(default_factory=lambda: link("checkpoint", 1))
    vae: list[object] = field(default_factory=lambda: link("checkpoint", 2))


def build(
    request: GenerationRequest, first_seed: int, job_id: JobId, upscale_file: str = ""
) -> Graph:
    """Return the graph of all images: one loading, and a sampler for each.

    Each image has a seed of its own, and nothing of its neighbours in it, so that it can be
    made again alone. ``upscale_file`` is the model of an upscaler other than ``Latent``.
    """
    graph: Graph = {"checkpoint": node("CheckpointLoaderSimple", ckpt_name=request.model)}
    wires = _Wires()
    _add_loras(graph, wires, request)
    _add_texts(graph, wires, request)
    if request.vae:
        graph["vae"] = node("VAELoader", vae_name=request.vae)
        wires.vae = link("vae")
    graph["latent"] = node(
        "EmptyLatentImage", width=request.width, height=request.height, batch_size=1
    )
    if request.hires and request.hires.upscaler is not HiresUpscaler.LATENT:
        graph["upscaler"] = node("UpscaleModelLoader", model_name=upscale_file)
    for number in range(1, request.images + 1):
        seed = first_seed + number - 1
        last = _add_image(graph, wires, request, number, seed)
        inputs = {"images": last, JOB_INPUT: mark_of(job_id, number)}
        graph[output_id(number, seed)] = node("PreviewImage", **inputs)
    return graph


def _add_loras(graph: Graph, wires: _Wires, request: GenerationRequest) -> None:
    for number, lora in enumerate(request.loras, 1):
        graph[f"lora_{number}"] = node(
            "LoraLoader",
            lora_name=lora.name,
            strength_model=lora.strength,
            strength_clip=lora.strength,
            model=wires.model,
            clip=wires.clip,
        )
        wires.model, wires.clip = link(f"lora_{number}", 0), link(f"lora_{number}", 1)


def _add_texts(graph: Graph, wires: _Wires, request: GenerationRequest) -> None:
    if request.clip_skip is not None:
        graph["clip_skip"] = node(
            "CLIPSetLastLayer", stop_at_clip_layer=-request.clip_skip, clip=wires.clip
        )
        wires.clip = link("clip_skip")
    embeddings = [f"embedding:{name}" for name in request.embeddings]
    prompt = ", ".join([request.prompt, *embeddings])
    graph["positive"] = node("CLIPTextEncode", text=prompt, clip=wires.clip)
    graph["negative"] = node("CLIPTextEncode", text=request.negative_prompt, clip=wires.clip)


def _add_image(
    graph: Graph, wires: _Wires, request: GenerationRequest, number: int, seed: int
) -> list[object]:
    """Add the nodes of one image; return the link to its pixels."""
    sampler, scheduler = scheduled(request.sampler)

    def sampled(latent: list[object], denoise: float) -> dict[str, object]:
        return node(
            "KSampler",
            seed=seed,
            steps=request.steps,
            cfg=request.guidance,
            sampler_name=sampler,
            scheduler=scheduler,
            denoise=denoise,
            model=wires.model,
            positive=link("positive"),
            negative=link("negative"),
            latent_image=latent,
        )

    graph[f"sampler_{number}"] = sampled(link("latent"), 1.0)
    latent = link(f"sampler_{number}")
    if request.hires is not None:
        larger = _add_larger(graph, wires, request.hires, target(request), number)
        graph[f"refiner_{number}"] = sampled(larger, request.hires.strength)
        latent = link(f"refiner_{number}")
    graph[f"decoded_{number}"] = node("VAEDecode", samples=latent, vae=wires.vae)
    return link(f"decoded_{number}")


def target(request: GenerationRequest) -> tuple[int, int]:
    """Return the size after enlarging, in sides that ComfyUI can make."""
    width, height = (round(side / MULTIPLE) * MULTIPLE for side in request.target)
    return width, height


def _add_larger(
    graph: Graph, wires: _Wires, hires: Hires, size: tuple[int, int], number: int
) -> list[object]:
    """Add what enlarges an image; return the link to its latent."""
    width, height = size
    scaled = {"width": width, "height": height, "crop": "disabled"}
    latent = link(f"sampler_{number}")
    if hires.upscaler is HiresUpscaler.LATENT:
        graph[f"larger_{number}"] = node(
            "LatentUpscale", upscale_method="nearest-exact", samples=latent, **scaled
        )
        return link(f"larger_{number}")
    graph[f"draft_{number}"] = node("VAEDecode", samples=latent, vae=wires.vae)
    graph[f"upscaled_{number}"] = node(
        "ImageUpscaleWithModel", upscale_model=link("upscaler"), image=link(f"draft_{number}")
    )
    graph[f"scaled_{number}"] = node(
        "ImageScale", upscale_method="lanczos", image=link(f"upscaled_{number}"), **scaled
    )
    graph[f"larger_{number}"] = node("VAEEncode", pixels=link(f"scaled_{number}"), vae=wires.vae)
    return link(f"larger_{number}")
