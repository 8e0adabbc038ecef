"""A bot made of nothing but aiohttp: what it sends is what the test says."""

from __future__ import annotations

import asyncio
import io
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bot.playground.discord import DiscordStandIn, Invocation, Message

    Files = Mapping[str, bytes] | None

V2 = 1 << 15
DRAW = {"name": "draw", "description": "Draw", "options": [], "type": 1}


def text(content: str = "hello") -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(**changes: object) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Go", "custom_id": "go", **changes}


def row(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inside)}


def box(*inside: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {"type": 17, "components": list(inside), **changes}


def gallery(*names: str, **changes: object) -> dict[str, Any]:
    items = [{"media": {"url": f"attachment://{name}"}, **changes} for name in names]
    return {"type": 12, "items": items}


def v2(*components: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {"flags": V2, "components": list(components), **changes}


@dataclass(frozen=True)
class Heard:
    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def refusal(self) -> tuple[int, int]:
        return self.status, self.body["code"]


class Wire:
    def __init__(self, discord: DiscordStandIn, http: aiohttp.ClientSession) -> None:
        self.discord = discord
        self.http = http

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        files: Files = None,
        token: str | None = None,
    ) -> Heard:
        form: Any = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Bot {self.discord.token if token is None else token}"}
        if files is not None:
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("payload_json", json.dumps(body))
            for n, (name, data) in enumerate(files.items()):
                form.add_field(
                    f"files[{n}]", io.BytesIO(data), filename=name, content_type="image/png"
                )
        elif form:
            headers["Content-Type"] = "application/json"
        url = self.discord.api_url + path
        async with self.http.request(method, url, data=form, headers=headers) as answer:
            raw = await answer.read()
            told = json.loads(raw) if raw else None
            return Heard(answer.status, told, dict(answer.headers))

    async def act(self) -> Invocation:
        """Let the member use /draw; nobody answers by itself."""
        if not self.discord.commands.all():
            self.discord.commands.overwrite(0, [DRAW])
        return await self.discord.slash("draw")

    async def answer(
        self, it: Invocation, kind: int | None, data: object = None, *, files: Files = None
    ) -> Heard:
        path = f"/interactions/{it.id}/{it.token}/callback?with_response=true"
        return await self.call("POST", path, {"type": kind, "data": data}, files=files)

    async def edit(self, it: Invocation, body: object, *, files: Files = None) -> Heard:
        path = f"/webhooks/{self.discord.application_id}/{it.token}/messages/@original"
        return await self.call("PATCH", path, body, files=files)

    async def follow(self, it: Invocation, body: object, *, files: Files = None) -> Heard:
        path = f"/webhooks/{self.discord.application_id}/{it.token}"
        return await self.call("POST", path, body, files=files)

    async def said(self, *components: dict[str, Any], flags: int = V2) -> Message:
        """Answer a new command with these components and return the message."""
        it = await self.act()
        heard = await self.answer(it, 4, v2(*components or (text(),), flags=flags))
        assert heard.status == 200, heard
        return it.shown

    def channel_path(self) -> str:
        return f"/channels/{self.discord.world.channel.id}/messages"


class Gateway:
    """A gateway client that sends and receives frame by frame."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, token: str) -> None:
        self.socket = socket
        self.token = token

    async def next(self) -> dict[str, Any]:
        frame: dict[str, Any] = await self.socket.receive_json(timeout=5)
        return frame

    async def event(self, name: str) -> dict[str, Any]:
        while (frame := await self.next()).get("t") != name:
            pass
        return frame

    async def send(self, op: int, data: object) -> None:
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def identify(self, **changes: object) -> dict[str, Any]:
        about = {"token": self.token, "intents": 1, "properties": {}, "shard": [0, 1], **changes}
        await self.send(2, about)
        return await self.event("READY")

    async def close_code(self) -> int | None:
        async with asyncio.timeout(5):
            async for _ in self.socket:
                pass
        return self.socket.close_code


@asynccontextmanager
async def connected(discord: DiscordStandIn, http: aiohttp.ClientSession) -> AsyncIterator[Gateway]:
    async with http.ws_connect(discord.gateway_url) as socket:
        assert (await socket.receive_json(timeout=5))["op"] == 10
        yield Gateway(socket, discord.token)
