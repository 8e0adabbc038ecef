"""An operator's own graph: read from a file and checked before anything else happens."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from bot.engines.comfyui import graph as graphs
from bot.engines.comfyui import marks
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.engines.comfyui.graph import Graph
    from bot.engines.comfyui.marks import Marks

MOST_BYTES = 10_000_000

_SHOWS = re.compile(r"save|preview|output|show|send", re.IGNORECASE)
_SAVES = re.compile(r"save", re.IGNORECASE)
_MODEL_INPUTS = ("ckpt_name", "unet_name", "model_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A graph of which each part is needed for its one output."""

    graph: Graph
    output: str
    """The id of the node that shows or saves the images."""
    marks: Marks
    model: str
    """The name of the model that stands in it; of no use where the model is marked."""

    def input_of(self, mark: str) -> tuple[str, str] | None:
        """Return class and input of the first place of a mark."""
        if mark not in self.marks:
            return None
        name, key = self.marks[mark][0]
        return self.graph[name]["class_type"], key

    @property
    def keeps_files(self) -> bool:
        """Whether the server keeps each image for ever."""
        return bool(_SAVES.search(self.graph[self.output]["class_type"]))


def load(path: Path) -> Workflow:
    """Read a workflow file.

    Raises:
        ConfigurationError: it cannot be used; says why in one line.

    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _wrong(f"the file cannot be read: {error.strerror}") from None
    if len(content) > MOST_BYTES:
        raise _wrong("the file is too large for a workflow")
    return read(content)


def read(content: bytes) -> Workflow:
    """Read the content of a workflow file; see ``load``."""
    try:
        parsed: object = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise _wrong("the file is not JSON") from None
    graph = _graph(parsed)
    _check_links(graph)
    marks.check(graph)
    output = _output(graph)
    kept = graphs.needed(graph, [output])
    graph = {name: one for name, one in graph.items() if name in kept}
    found = marks.marks_of(graph)
    _check_marks(graph, output, found)
    return Workflow(graph=graph, output=output, marks=found, model=_fixed_model(graph))


def _wrong(why: str) -> ConfigurationError:
    return ConfigurationError(f"COMFYUI_WORKFLOW: {why}")


def _refuse(number: str) -> None:
    raise _wrong(f"the file contains {number}, which JSON does not allow")


def _graph(parsed: object) -> Graph:
    if isinstance(parsed, dict) and isinstance(parsed.get("nodes"), list):
        raise _wrong("the file is in the format of the UI: export it with 'Export (API)'")
    if not isinstance(parsed, dict) or not parsed:
        raise _wrong("the file contains no graph in API format")
    for name, one in parsed.items():
        is_node = (
            isinstance(one, dict)
            and isinstance(one.get("class_type"), str)
            and isinstance(one.get("inputs"), dict)
        )
        if not is_node:
            raise _wrong(
                f"{name[:40]!r} is not a node in API format: class_type or inputs are missing"
            )
    return cast("Graph", parsed)


def _check_links(graph: Graph) -> None:
    for name, one in graph.items():
        for source in graphs.sources(one):
            if source not in graph:
                raise _wrong(f"node {name} is linked to node {source}, which does not exist")
    if graphs.has_cycle(graph):
        raise _wrong("its nodes are linked in a circle")


def _output(graph: Graph) -> str:
    """Return the node whose images count: the one that saves, else the one that shows."""
    shown = [name for name in graphs.sinks(graph) if _SHOWS.search(graph[name]["class_type"])]
    saved = [name for name in shown if _SAVES.search(graph[name]["class_type"])]
    candidates = saved or shown
    if not candidates:
        raise _wrong("it has no output: nothing in it ends in PreviewImage or SaveImage")
    if len(candidates) > 1:
        raise _wrong(f"it has several outputs; leave only one of the nodes {', '.join(candidates)}")
    return candidates[0]


def _check_marks(graph: Graph, output: str, found: Marks) -> None:
    if not found:
        raise _wrong("nothing that its output needs is marked, such as {{prompt}} in a text")
    if "prompt" not in found:
        raise _wrong("nothing that its output needs is marked as {{prompt}}")
    seeded = [name for name, _ in found.get("seed", ())]
    if seeded and output not in graphs.dependent(graph, seeded):
        raise _wrong("its output does not depend on what is marked as {{seed}}")


def _fixed_model(graph: Graph) -> str:
    for one in graph.values():
        for key in _MODEL_INPUTS:
            value = one["inputs"].get(key)
            if isinstance(value, str) and marks.marked(value) is None:
                return value
    return "workflow"
