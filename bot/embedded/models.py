"""The models of a ComfyUI graph: the chain of nodes that a sampler has its model from."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.embedded.graph import INPUTS, NODES
from bot.embedded.jsons import EMPTY, inside, name, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.embedded.graph import Graph, Link

_CHECKPOINTS = ("ckpt_name", "unet_name", "model_name")
_MOST = 20
"""LoRAs that are read; what takes fewer says so."""


def checkpoint_of(graph: Graph, model: Link | None) -> str:
    """Return the name of the checkpoint that a model comes from; empty if it is not told."""
    for node in graph.above(model):
        for each in _CHECKPOINTS:
            if found := name(graph.value(node, each)):
                return found
    return ""


def vae_of(graph: Graph, sampler: str) -> str:
    """Return the name of the VAE that decodes what a sampler made; empty if it is the model's."""
    for node in graph.nodes:
        links = graph.links(node)
        decoded = links.get("samples")
        if "vae" in links and decoded is not None and decoded.node == sampler:
            return name(graph.value(links["vae"].node, "vae_name"))
    return ""


def loras_of(graph: Graph, model: Link | None) -> list[tuple[str, str]]:
    """Return name and strength of each LoRA, in the order in which they are applied."""
    found = [list(_loras(graph, node)) for node in _chain(graph, model)]
    return [lora for loras in reversed(found) for lora in loras][:_MOST]


def _chain(graph: Graph, link: Link | None) -> Iterator[str]:
    """Yield the nodes from a sampler's model back to its checkpoint."""
    seen = set[str]()
    while link is not None and link.node not in seen and len(seen) < NODES:
        seen.add(link.node)
        yield link.node
        links = graph.links(link.node)
        link = links.get("model") or next(iter(links.values()), None)


def _loras(graph: Graph, node: str) -> Iterator[tuple[str, str]]:
    """Yield those of one node; some nodes hold a list of them, each with a switch."""
    if lora := name(graph.value(node, "lora_name")):
        yield lora, number(graph.value(node, "strength_model"))
    for value in islice(graph.inputs(node).values(), INPUTS):
        entry = inside(value) if isinstance(value, dict) else EMPTY
        if entry.get("on") is True and (lora := name(entry.get("lora"))):
            yield lora, number(entry.get("strength"))
