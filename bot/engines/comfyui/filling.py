"""Fill the marks of an operator's graph with a request's values. Pure.

A value goes in as a value of JSON: whatever a member writes stays one text.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from bot.engines.comfyui import graph as graphs
from bot.engines.comfyui.samplers import scheduled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import JobId
    from bot.domain.request import GenerationRequest
    from bot.engines.comfyui.graph import Graph, Node
    from bot.engines.comfyui.workflow import Workflow


def fill(workflow: Workflow, request: GenerationRequest, first_seed: int, job_id: JobId) -> Graph:
    """Return the graph of a request.

    Where the seed is marked, all that depends on it is there once for each image, so that each
    can be made again alone; what does not is shared.
    """
    is_seeded = "seed" in workflow.marks
    filled = _filled(workflow, _values(request, 1 if is_seeded else request.images))
    seeded = [name for name, _ in workflow.marks.get("seed", ())]
    own = graphs.dependent(filled, [*seeded, workflow.output])
    result = {name: one for name, one in filled.items() if name not in own}
    for number in range(1, request.images + 1 if is_seeded else 2):
        seed = first_seed + number - 1 if is_seeded else None
        names = {name: _name(filled, name, number) for name in own}
        names[workflow.output] = graphs.output_id(number, seed)
        copies = {new: _copied(filled[name], names) for name, new in names.items()}
        for name, key in workflow.marks.get("seed", ()):
            copies[names[name]]["inputs"][key] = seed
        output = copies[names[workflow.output]]
        output["inputs"][graphs.JOB_INPUT] = graphs.mark_of(job_id, number)
        result.update(copies)
    return result


def _values(request: GenerationRequest, batch: int) -> dict[str, object]:
    sampler, scheduler = scheduled(request.sampler)
    return {
        "prompt": request.prompt,
        "negative": request.negative_prompt,
        "steps": request.steps,
        "cfg": request.guidance,
        "width": request.width,
        "height": request.height,
        "batch": batch,
        "model": request.model,
        "sampler": sampler,
        "scheduler": scheduler,
        "clip_skip": -(request.clip_skip or 1),
    }


def _filled(workflow: Workflow, values: Mapping[str, object]) -> Graph:
    filled = copy.deepcopy(workflow.graph)
    for mark, places in workflow.marks.items():
        if mark in values:
            for name, key in places:
                filled[name]["inputs"][key] = values[mark]
    return filled


def _name(graph: Graph, name: str, number: int) -> str:
    """Return the id of a node's copy for an image; that of the first keeps the operator's."""
    if number == 1:
        return name
    new = f"{name}_{number}"
    while new in graph:
        new += "_"
    return new


def _copied(one: Node, names: Mapping[str, str]) -> Node:
    inputs = {key: _relinked(value, names) for key, value in one["inputs"].items()}
    return {**one, "inputs": inputs}


def _relinked(value: object, names: Mapping[str, str]) -> object:
    source = graphs.linked(value)
    if source is None or not isinstance(value, list):
        return value
    return [names.get(source, source), *value[1:]]
