"""A graph in ComfyUI's API format: nodes by id, whose inputs are values or links. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.domain.ids import JobId

Node: TypeAlias = dict[str, Any]
Graph: TypeAlias = dict[str, Node]

_OUTPUT = re.compile(r"darkroom_([1-9]\d{0,2})(?:_(\d{1,20}))?")

JOB_INPUT = "darkroom_job"
"""An input that no node has. It makes ComfyUI save the image anew: a graph that it has made
before is else answered with the other job's file, which may be gone."""


def node(class_type: str, **inputs: object) -> Node:
    """Return a node."""
    return {"class_type": class_type, "inputs": inputs}


def link(to: str, slot: int = 0) -> list[object]:
    """Return an input that is another node's output."""
    return [to, slot]


def linked(value: object) -> str | None:
    """Return the id of the node that an input is linked to, or None for a plain value."""
    if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str):
        slot = cast("list[object]", value)[1]
        return value[0] if isinstance(slot, int) and not isinstance(slot, bool) else None
    return None


def sources(one: Node) -> Iterator[str]:
    """Yield the ids that a node's inputs are linked to."""
    for value in one["inputs"].values():
        if (source := linked(value)) is not None:
            yield source


def needed(graph: Mapping[str, Node], ids: Iterable[str]) -> frozenset[str]:
    """Return nodes and all that they depend on."""
    return _reached({name: tuple(sources(one)) for name, one in graph.items()}, ids)


def dependent(graph: Mapping[str, Node], ids: Iterable[str]) -> frozenset[str]:
    """Return nodes and all that depend on them."""
    users: dict[str, list[str]] = {}
    for name, one in graph.items():
        for source in sources(one):
            users.setdefault(source, []).append(name)
    return _reached(users, ids)


def sinks(graph: Mapping[str, Node]) -> list[str]:
    """Return the ids of the nodes that no other is linked to."""
    used = {source for one in graph.values() for source in sources(one)}
    return [name for name in graph if name not in used]


def has_cycle(graph: Mapping[str, Node]) -> bool:
    """Whether a node depends on itself."""
    left = {name: set(sources(one)) & graph.keys() for name, one in graph.items()}
    while free := [name for name, waits_for in left.items() if not waits_for]:
        for name in free:
            del left[name]
        for waits_for in left.values():
            waits_for.difference_update(free)
    return bool(left)


def output_id(number: int, seed: int | None) -> str:
    """Return the id of the node that shows an image (from 1).

    It comes back with the result, so that what is to be known of the image stands in it.
    """
    return f"darkroom_{number}" if seed is None else f"darkroom_{number}_{seed}"


def output_of(node_id: str) -> tuple[int, int | None] | None:
    """Return the number and the seed that an id tells; None for one that is not ours."""
    found = _OUTPUT.fullmatch(node_id)
    if found is None:
        return None
    return int(found[1]), int(found[2]) if found[2] else None


def samplers_in(graph: Mapping[str, Node]) -> frozenset[str]:
    """Return the nodes that take steps, and so tell of their progress."""
    return frozenset(name for name, one in graph.items() if "steps" in one["inputs"])


def mark_of(job_id: JobId, number: int) -> str:
    """Return what makes an image's output a job's own."""
    return f"{job_id}-{number}"


def _reached(ways: Mapping[str, Iterable[str]], ids: Iterable[str]) -> frozenset[str]:
    reached, waiting = set[str](), list(ids)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(ways.get(name, ()))
    return frozenset(reached)
