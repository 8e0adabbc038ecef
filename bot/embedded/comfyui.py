"""Settings of a ComfyUI graph: its last sampler, and what leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.embedded.conditioning import encoder_of, prompt_of
from bot.embedded.graph import Graph
from bot.embedded.jsons import name, number
from bot.embedded.models import checkpoint_of, loras_of, vae_of
from bot.embedded.settings import Settings, found

if TYPE_CHECKING:
    from bot.embedded.found import Found
    from bot.embedded.graph import Link
    from bot.embedded.jsons import Json

PROGRAM = "ComfyUI"

_PARTS = ("guider", "sampler", "sigmas", "noise", "scheduler")
"""Inputs of samplers that are nodes of their own, which hold a part of the settings."""

_OUTPUTS = ("SaveImage", "PreviewImage")


@dataclass(frozen=True, slots=True)
class _Pass:
    """One sampler and the nodes that are a part of it."""

    graph: Graph
    node: str

    def value(self, *names: str) -> object:
        """Return the first of some inputs that is there."""
        for node in (self.node, *self._parts()):
            for each in names:
                if (value := self.graph.value(node, each)) is not None:
                    return value
        return None

    def link(self, *names: str) -> Link | None:
        """Likewise, of inputs that are links."""
        for node in (self.node, *self._parts()):
            for each in names:
                if (link := self.graph.links(node).get(each)) is not None:
                    return link
        return None

    def _parts(self) -> list[str]:
        links = map(self.graph.links(self.node).get, _PARTS)
        return [link.node for link in links if link is not None]


def is_graph(nodes: Json) -> bool:
    """Whether an object is a graph in API form."""
    return any("class_type" in it for it in nodes.values() if isinstance(it, dict))


def read_comfyui(nodes: Json) -> Found | None:
    """Return the settings of a graph; None if it has no sampler."""
    graph = Graph(nodes)
    last = _last_sampler(graph)
    if last is None:
        return None
    latent = last.link("latent_image", "latent", "samples")
    before = _sampler_above(graph, latent)
    base = before or last
    width, height = _size(graph, base.link("latent_image", "latent", "samples"))
    model = base.link("model")
    encoder = encoder_of(graph, base.link("positive", "conditioning"))
    hires = _factor(graph, latent, width) if before else ""
    return found(
        Settings(
            program=PROGRAM,
            prompt=prompt_of(graph, base.link("positive", "conditioning"), "positive"),
            negative=prompt_of(graph, base.link("negative"), "negative"),
            steps=number(base.value("steps")),
            sampler=name(base.value("sampler_name")),
            schedule=name(base.value("scheduler")),
            guidance=number(base.value("cfg")),
            seed=number(base.value("seed", "noise_seed")),
            width=width,
            height=height,
            model=checkpoint_of(graph, model),
            vae=vae_of(graph, last.node),
            clip_skip=_clip_skip(graph, graph.links(encoder).get("clip")),
            hires=hires,
            strength=number(last.value("denoise")) if hires else "",
            loras=loras_of(graph, model),
        )
    )


def _is_sampler(graph: Graph, node: str) -> bool:
    inputs = graph.inputs(node)
    is_conditioned = "positive" in inputs or "guider" in inputs
    return is_conditioned and ("steps" in inputs or "sigmas" in inputs)


def _last_sampler(graph: Graph) -> _Pass | None:
    """Return the sampler nearest to an image that is shown, or any where none is."""
    for kind in _OUTPUTS:
        shown = [node for node in graph.nodes if graph.kind(node).startswith(kind)]
        links = [link for node in shown for link in graph.links(node).values()]
        for node in graph.above(*links):
            if _is_sampler(graph, node):
                return _Pass(graph, node)
    return next((_Pass(graph, node) for node in graph.nodes if _is_sampler(graph, node)), None)


def _sampler_above(graph: Graph, latent: Link | None) -> _Pass | None:
    """Return the sampler whose image another goes on with."""
    nodes = (node for node in graph.above(latent) if _is_sampler(graph, node))
    return next((_Pass(graph, node) for node in nodes), None)


def _size(graph: Graph, latent: Link | None) -> tuple[str, str]:
    """Return the sides of the empty image that a sampler begins with."""
    for node in graph.above(latent):
        for prefix in ("", "empty_latent_"):
            width = number(graph.value(node, f"{prefix}width"))
            height = number(graph.value(node, f"{prefix}height"))
            if width and height:
                return width, height
    return "", ""


def _factor(graph: Graph, latent: Link | None, base_width: str) -> str:
    """Return by how much the image is enlarged between two samplers; empty if that is unknown."""
    for node in graph.above(latent):
        if _is_sampler(graph, node):
            return ""
        if factor := number(graph.value(node, "scale_by")):
            return factor
        width = number(graph.value(node, "width"))
        if width and base_width and float(base_width) > 0:
            return number(round(float(width) / float(base_width), 2))
    return ""


def _clip_skip(graph: Graph, clip: Link | None) -> str:
    """Return how many layers from the end: ComfyUI counts from -1 down."""
    for node in graph.above(clip):
        layer = number(graph.value(node, "stop_at_clip_layer"))
        if layer.startswith("-"):
            return layer.removeprefix("-")
    return ""
