"""What a graph makes: which nodes, in which order, of which size. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.playground.novita.drawing.order import Order

if TYPE_CHECKING:
    from collections.abc import Iterator

Graph: TypeAlias = dict[str, dict[str, Any]]

GROWTH = 4
"""How much larger an upscaling model makes an image."""


def source_of(value: object) -> str | None:
    """Return the node that an input is linked to, or None for a plain value.

    Whatever is a list of two counts as a link, even two texts.
    """
    if isinstance(value, list) and len(value) == 2:
        return str(value[0])
    return None


def ancestry(graph: Graph, name: str) -> list[str]:
    """Return a node and all that it needs, each after what it needs itself."""
    ordered = dict[str, None]()

    def visit(one: str) -> None:
        for value in graph[one]["inputs"].values():
            source = source_of(value)
            if source is not None and source not in ordered and source in graph:
                visit(source)
        ordered[one] = None

    visit(name)
    return list(ordered)


def signature(graph: Graph, name: str) -> str:
    """Return what is the same for nodes that make the same, whatever their ids."""
    names = {one: place for place, one in enumerate(ancestry(graph, name))}
    parts = [
        [
            graph[one]["class_type"],
            {
                key: names.get(source_of(value) or "", value)
                for key, value in sorted(graph[one]["inputs"].items())
            },
        ]
        for one in names
    ]
    return json.dumps(parts, sort_keys=True)


def samplers(graph: Graph, names: list[str]) -> list[str]:
    """Return those of some nodes that take steps."""
    return [name for name in names if "steps" in graph[name]["inputs"]]


def size_of(graph: Graph, name: str) -> tuple[int, int, int]:
    """Return width, height and count of what a node gives."""
    one = graph[name]
    inputs = one["inputs"]
    match one["class_type"]:
        case "EmptyLatentImage":
            return _latent(inputs["width"]), _latent(inputs["height"]), int(inputs["batch_size"])
        case "LatentUpscale" | "ImageScale":
            *_, count = size_of(graph, _main_source(inputs))
            return _latent(inputs["width"]), _latent(inputs["height"]), count
        case "ImageUpscaleWithModel":
            width, height, count = size_of(graph, _main_source(inputs))
            return width * GROWTH, height * GROWTH, count
        case _:
            source = _main_source(inputs)
            return size_of(graph, source) if source in graph else (512, 512, 1)


def _latent(side: float) -> int:
    return int(side) // 8 * 8


def _main_source(inputs: dict[str, Any]) -> str:
    for key in ("images", "image", "samples", "pixels", "latent_image"):
        if (source := source_of(inputs.get(key))) is not None:
            return source
    return next(filter(None, map(source_of, inputs.values())), "")


def orders_of(graph: Graph, output: str, *, plain: bool) -> tuple[Order, ...]:
    """Return what is to be drawn for an output node."""
    names = ancestry(graph, output)
    sampler: dict[str, Any] = next((graph[one]["inputs"] for one in samplers(graph, names)), {})
    width, height, count = size_of(graph, output)
    return tuple(
        Order(
            prompt=_text(graph, source_of(sampler.get("positive"))),
            seed=int(sampler.get("seed", 0)) % 2**32,
            index=index,
            count=count,
            width=width,
            height=height,
            format="png",
            model=str(next(_named(graph, names, "ckpt_name"), "")),
            hires=len(samplers(graph, names)) > 1,
            guidance=float(sampler.get("cfg", 7.5)),
            plain=plain,
        )
        for index in range(count)
    )


def prompt_of(graph: Graph, outputs: list[str]) -> str:
    """Return the words from which the images of a task are made."""
    return next((order.prompt for it in outputs for order in orders_of(graph, it, plain=True)), "")


def _named(graph: Graph, names: list[str], key: str) -> Iterator[object]:
    for name in names:
        if key in graph[name]["inputs"]:
            yield graph[name]["inputs"][key]


def _text(graph: Graph, name: str | None) -> str:
    value = graph[name]["inputs"].get("text", "") if name in graph else ""
    return value if isinstance(value, str) else ""
