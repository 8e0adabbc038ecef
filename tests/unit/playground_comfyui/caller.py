"""A client that knows nothing of the bot."""

from __future__ import annotations

import copy
import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.playground.comfyui.knobs import Knobs
from bot.playground.comfyui.server import ComfyuiStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

GRAPH: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 5,
            "steps": 4,
            "cfg": 7,
            "sampler_name": "euler",
            "scheduler": "normal",
            "denoise": 1,
            "model": ["4", 0],
            "positive": ["6", 0],
            "negative": ["6", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {
        "class_type": "CheckpointLoaderSimple",
        "inputs": {"ckpt_name": "v1-5-pruned-emaonly.safetensors"},
    },
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["4", 1]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}},
}
SOON = 5.0


def changed(place: str, value: object) -> dict[str, Any]:
    """Return the graph with another input, named as in ``3.seed``."""
    graph = copy.deepcopy(GRAPH)
    node, key = place.split(".")
    graph[node]["inputs"][key] = value
    return graph


@dataclass
class Answer:
    """A response, read whole."""

    status: int
    kind: str
    body: bytes
    json: Any


@dataclass
class Caller:
    """Speaks to one stand-in."""

    server: ComfyuiStandIn
    session: aiohttp.ClientSession

    async def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send one request; a body that is bytes goes as it is."""
        content = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self.session.request(
            method, self.server.url + path, **content, headers=headers, allow_redirects=False
        ) as response:
            raw = await response.read()
            is_json = response.content_type == "application/json"
            parsed = await response.json() if is_json else None
            return Answer(response.status, response.content_type, raw, parsed)

    async def submit(self, graph: object = GRAPH, **more: object) -> Answer:
        """Queue a graph."""
        return await self.ask("POST", "/prompt", {"prompt": graph, **more})

    async def made(self, graph: object = GRAPH, **more: object) -> str:
        """Queue a graph and wait for its end; return its id."""
        task_id: str = (await self.submit(graph, **more)).json["prompt_id"]
        await self.server.wait_until(
            lambda it: all(t.has_ended for t in it.tasks if t.task_id == task_id), SOON
        )
        return task_id


def an_id() -> str:
    """Return an id as clients choose them."""
    return str(uuid.uuid4())


@asynccontextmanager
async def calling(**knobs: Any) -> AsyncGenerator[Caller]:  # noqa: ANN401 - whatever the knob takes
    """Start a quick stand-in."""
    values = {"duration": 0.02, "reply_ms": (0, 0), "deaf_s": 0.01, "plain_images": True, **knobs}
    async with ComfyuiStandIn(Knobs(**values)) as server, aiohttp.ClientSession() as session:
        yield Caller(server, session)
