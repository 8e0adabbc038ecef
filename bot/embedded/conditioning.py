"""The words that a ComfyUI graph conditions a sampler by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.embedded.found import LONGEST
from bot.embedded.graph import NODES, Link
from bot.embedded.jsons import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.embedded.graph import Graph

_TEXTS = ("text", "text_g", "text_l", "clip_l", "t5xxl", "prompt")
"""Inputs of encoders that hold words; those of SDXL and of Flux have two."""

_NOTHING = "ConditioningZeroOut"


def prompt_of(graph: Graph, start: Link | None, role: str) -> str:
    """Return the words of a conditioning, each once.

    Args:
        graph: All nodes.
        start: Where the sampler's conditioning comes from.
        role: ``positive`` or ``negative``; nodes that change both have them as inputs and outputs.

    """
    found: dict[str, None] = {}
    room = LONGEST
    for text in _texts(graph, start, role):
        found[text] = None
        room -= len(text)
        if room < 0:
            # What is longer is not handed on, however much of it there is.
            break
    return ", ".join(found)


def encoder_of(graph: Graph, start: Link | None) -> str:
    """Return the nearest node that encodes words; empty if there is none."""
    return next((node for node in graph.above(start) if _is_encoder(graph, node)), "")


def _texts(graph: Graph, start: Link | None, role: str) -> Iterator[str]:
    waiting, seen = [start], set[str]()
    while waiting and len(seen) < NODES:
        link = waiting.pop()
        if link is None or link.node in seen:
            continue
        seen.add(link.node)
        if graph.kind(link.node) == _NOTHING:
            continue
        # Some loaders encode what stands in them.
        names = _TEXTS if _is_encoder(graph, link.node) else (role,)
        if found := [text for it in names if (text := words(graph.value(link.node, it)))]:
            yield from found
        elif names is not _TEXTS:
            waiting += reversed(_following(graph, link, role))


def _is_encoder(graph: Graph, node: str) -> bool:
    inputs = graph.inputs(node)
    return "clip" in inputs and any(name in inputs for name in _TEXTS)


def _following(graph: Graph, link: Link, role: str) -> list[Link]:
    """Return where a node has its conditioning from."""
    links = graph.links(link.node)
    if {"positive", "negative"} <= links.keys():
        wanted = ("positive", "negative")[link.slot] if link.slot in {0, 1} else role
        return [links[wanted]]
    if role in links:
        return [links[role]]
    named = [it for name, it in links.items() if name.startswith("conditioning")]
    return named or list(links.values())
