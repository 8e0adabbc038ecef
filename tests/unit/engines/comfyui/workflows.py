"""An operator's graph, as "Export (API)" writes it, and variations of it."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

GRAPH: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "_meta": {"title": "KSampler"},
        "inputs": {
            "seed": "{{seed}}",
            "steps": "{{steps}}",
            "cfg": "{{cfg}}",
            "sampler_name": "{{sampler}}",
            "scheduler": "{{scheduler}}",
            "denoise": 1,
            "model": ["4", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "{{model}}"}},
    "5": {
        "class_type": "EmptyLatentImage",
        "inputs": {"width": "{{width}}", "height": "{{height}}", "batch_size": "{{batch}}"},
    },
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{prompt}}", "clip": ["10", 0]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{ negative }}", "clip": ["4", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}},
    "10": {
        "class_type": "CLIPSetLastLayer",
        "inputs": {"stop_at_clip_layer": "{{clip_skip}}", "clip": ["4", 1]},
    },
}
"""Everything that can be marked is."""


def changed(**inputs: object) -> dict[str, Any]:
    """Return the graph with other inputs, each named by node and input as in ``n3_seed``."""
    graph = copy.deepcopy(GRAPH)
    for place, value in inputs.items():
        node, _, key = place.removeprefix("n").partition("_")
        graph[node]["inputs"][key] = value
    return graph


def content(graph: object) -> bytes:
    """Return the content of a file."""
    return json.dumps(graph).encode()


def saved(graph: object, folder: Path) -> Path:
    """Return a file that holds a graph."""
    file = folder / "workflow.json"
    file.write_bytes(content(graph))
    return file
