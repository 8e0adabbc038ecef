"""A ComfyUI graph in API form: nodes by id, with values or links as inputs. Cycles are safe."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from bot.embedded.jsons import EMPTY, inside, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.embedded.jsons import Json

NODES = 250
"""Nodes that one question walks over; what leads to an image is a tenth of that."""

INPUTS = 64
"""Inputs of a node that are looked at."""

HOPS = 16
"""Nodes through which one value is followed."""

LOOKS = 4_000
"""At nodes, for all questions together; a usual graph takes a hundred."""

_VALUES = (
    *("value", "string", "text", "seed", "noise_seed", "int", "float", "number"),
    *("Value", "String", "Text", "Number"),
)
"""Inputs of nodes that hold one value for others, of the usual collections of nodes."""


class Link(NamedTuple):
    """Where an input comes from."""

    node: str
    slot: int


class Graph:
    """All nodes."""

    def __init__(self, nodes: Json) -> None:
        """Take the object that ComfyUI was sent."""
        self._nodes = nodes
        self._links: dict[str, dict[str, Link]] = {}
        self._looks = LOOKS

    @property
    def nodes(self) -> Iterator[str]:
        """The ids of the nodes, as many as are looked at."""
        return islice(self._nodes, NODES)

    def kind(self, node: str) -> str:
        """Return the class of a node; empty if there is no such node."""
        return words(self._node(node).get("class_type"))

    def inputs(self, node: str) -> Json:
        """Return the inputs of a node by name."""
        return _object(self._node(node).get("inputs"))

    def links(self, node: str) -> dict[str, Link]:
        """Return the inputs of a node that are links, by name."""
        if node not in self._links:
            linked = ((it, _link(value)) for it, value in self.inputs(node).items())
            self._links[node] = {it: link for it, link in islice(linked, INPUTS) if link}
        return self._links[node]

    def value(self, node: str, name: str) -> object:
        """Return an input's value, looked up where it comes from; None if that is not to be had."""
        value = self.inputs(node).get(name)
        for _ in range(HOPS):
            link = _link(value)
            if link is None:
                return value
            held = self.inputs(link.node)
            value = next((held[it] for it in _VALUES if it in held), None)
            if value is None:
                # A node that only hands on what comes in, such as a reroute.
                onward = next(iter(self.links(link.node).values()), None)
                value = None if onward is None else [*onward]
        return None

    def above(self, *start: Link | None) -> Iterator[str]:
        """Yield the nodes that lead to some links, the nearest first, each once."""
        seen = {link.node: None for link in start if link is not None}
        waiting = deque(seen)
        while waiting:
            yield (node := waiting.popleft())
            for link in self.links(node).values():
                if link.node not in seen and len(seen) < NODES:
                    seen[link.node] = None
                    waiting.append(link.node)

    def _node(self, node: str) -> Json:
        """Return a node; nothing once the graph was looked at for long enough."""
        self._looks -= 1
        return _object(self._nodes.get(node)) if self._looks >= 0 else EMPTY


def _object(value: object) -> Json:
    """Return an object: ComfyUI writes none as text, and each look at a text would read it anew."""
    return inside(value) if isinstance(value, dict) else EMPTY


def _link(value: object) -> Link | None:
    if not isinstance(value, list):
        return None
    pair = cast("list[object]", value)
    match pair:
        case [str(node), int(slot)]:
            return Link(node, slot)
        case [int(node), int(slot)]:
            return Link(str(node), slot)
        case _:
            return None
