"""A client that knows nothing but HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aiohttp

    from bot.playground.novita.server import NovitaStandIn

Json: TypeAlias = Any  # whatever JSON or a test may hold

ENDED = {"TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"}
POLL_S = 0.005
DEADLINE_S = 5


def body_of(prompt: str = "a cute dog", **changes: Json) -> dict[str, Any]:
    """Return a valid txt2img body with plain jpegs of 128x128; changes go to ``request``."""
    request = {
        "prompt": prompt,
        "model_name": "dreamshaper_8_93211.safetensors",
        "width": 128,
        "height": 128,
        "image_num": 1,
        "steps": 20,
        "seed": 7,
        "sampler_name": "Euler a",
        "guidance_scale": 7.5,
    }
    return {"extra": {"response_image_type": "jpeg"}, "request": request | changes}


def detecting(prompt: str = "a cute dog", level: int = 1, **changes: Json) -> dict[str, Any]:
    """Return a body that asks for detection."""
    body = body_of(prompt, **changes)
    body["extra"] |= {"enable_nsfw_detection": True, "nsfw_detection_level": level}
    return body


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    content: bytes
    headers: Mapping[str, str]
    json: Json = None


@dataclass(frozen=True)
class Caller:
    """Calls the stand-in with its key."""

    session: aiohttp.ClientSession
    stand_in: NovitaStandIn

    async def call(
        self,
        method: str,
        target: str,
        *,
        key: str | None = None,
        read_json: bool = True,
        **options: Json,
    ) -> Reply:
        """Send a request; ``target`` is a path of the API."""
        sent = {"Authorization": f"Bearer {key or self.stand_in.api_key}"}
        headers = sent | options.pop("headers", {})
        url = self.stand_in.url + target
        async with self.session.request(method, url, headers=headers, **options) as reply:
            content = await reply.read()
            is_json = reply.content_type == "application/json"
            json = await reply.json() if is_json and read_json else None
            return Reply(reply.status, content, dict(reply.headers), json)

    async def submit(self, body: object) -> Reply:
        """Post a txt2img body."""
        return await self.call("POST", "/v3/async/txt2img", json=body)

    async def poll(self, task_id: str) -> Reply:
        """Read a task's result."""
        return await self.call("GET", "/v3/async/task-result", params={"task_id": task_id})

    async def ended(self, task_id: str) -> Json:
        """Poll until the task has ended and return the result."""
        async with asyncio.timeout(DEADLINE_S):
            while True:
                result = (await self.poll(task_id)).json
                if result and result["task"]["status"] in ENDED:
                    return result
                await asyncio.sleep(POLL_S)

    async def result_of(self, body: object) -> Json:
        """Submit a body and return the ended task's result."""
        reply = (await self.submit(body)).json
        return await self.ended(reply.get("task_id") or reply["data"]["task_id"])

    async def fetch(self, url: str, **options: Json) -> Reply:
        """Download without a key and without following redirects."""
        async with self.session.get(url, allow_redirects=False, **options) as reply:
            return Reply(reply.status, await reply.read(), dict(reply.headers))
