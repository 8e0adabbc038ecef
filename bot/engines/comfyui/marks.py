"""The marks of an operator's graph: ``{{name}}`` as the whole value of an input. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.engines.comfyui.graph import Graph

Marks: TypeAlias = Mapping[str, Sequence[tuple[str, str]]]
"""Marked inputs, as node and input, by what they are marked as."""

NAMES = {
    "prompt": "prompt",
    "negative": "negative",
    "negative_prompt": "negative",
    "seed": "seed",
    "steps": "steps",
    "cfg": "cfg",
    "guidance": "cfg",
    "width": "width",
    "height": "height",
    "batch": "batch",
    "images": "batch",
    "model": "model",
    "sampler": "sampler",
    "scheduler": "scheduler",
    "clip_skip": "clip_skip",
}
"""How a mark may be written, and what it stands for."""

OPTIONS = {
    "negative": "negative_prompt",
    "seed": "seed",
    "steps": "steps",
    "cfg": "guidance",
    "sampler": "sampler",
    "clip_skip": "clip_skip",
}
"""By mark, the option that members are offered by it."""

_MARK = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def marked(value: object) -> str | None:
    """Return what an input is marked as, or None for one that is not."""
    found = _MARK.fullmatch(value.strip()) if isinstance(value, str) else None
    return NAMES.get(found[1]) if found else None


def marks_of(graph: Graph) -> Marks:
    """Return the marked inputs of a graph."""
    marks: dict[str, list[tuple[str, str]]] = {}
    for name, one in graph.items():
        for key, value in one["inputs"].items():
            if (mark := marked(value)) is not None:
                marks.setdefault(mark, []).append((name, key))
    return marks


def check(graph: Graph) -> None:
    """Refuse marks that would be sent as they are.

    Raises:
        ConfigurationError: a mark is unknown, or only part of a value.

    """
    for name, one in graph.items():
        for key, value in one["inputs"].items():
            if marked(value) is None:
                for words in _words(value):
                    _check_words(words, is_whole=words is value, where=f"node {name}, {key}")


def _check_words(words: str, *, is_whole: bool, where: str) -> None:
    found = _MARK.search(words)
    if found is None:
        return
    if is_whole and _MARK.fullmatch(words.strip()):
        known = ", ".join(NAMES)
        raise ConfigurationError(
            f"COMFYUI_WORKFLOW: {where}: {{{{{found[1]}}}}} is not one of the marks: {known}"
        )
    if found[1] in NAMES:
        raise ConfigurationError(
            f"COMFYUI_WORKFLOW: {where}: {{{{{found[1]}}}}} must be the whole value of the input"
        )


def _words(value: object) -> Iterator[str]:
    """Yield every text within a value."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as words:
                yield words
            case list() as parts:
                waiting.extend(parts)
            case dict() as parts:
                waiting.extend(parts.values())
            case _:
                pass
