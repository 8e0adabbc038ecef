"""A client without a face: what the page would send and hear, as one person."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from bot.playground.discord import Channel, DiscordStandIn, Message, User

    Payload = dict[str, Any]


@dataclass(frozen=True)
class Told:
    status: int
    body: Any

    @property
    def refusal(self) -> tuple[int, str]:
        return self.status, self.body.get("message", "")


class Live:
    """The frames of one live connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self) -> Payload:
        frame: Payload = await self.socket.receive_json(timeout=5)
        return frame

    async def next(self, kind: str) -> Payload:
        """Return the data of the next frame of a kind."""
        while (frame := await self.frame())["t"] != kind:
            pass
        data: Payload = frame["d"]
        return data

    async def ended(self) -> None:
        async with asyncio.timeout(5):
            async for _ in self.socket:
                pass


class Visitor:
    """One person before the page."""

    def __init__(self, discord: DiscordStandIn, http: aiohttp.ClientSession, user: User) -> None:
        self.discord = discord
        self.http = http
        self.user = user

    def become(self, name: str) -> Visitor:
        """Return the person whom the world knows under this name."""
        return Visitor(self.discord, self.http, getattr(self.discord.world, name))

    async def get(self, path: str, **query: object) -> Told:
        params = {"as": str(self.user.id), **{key: str(value) for key, value in query.items()}}
        url = self.discord.origin + path
        async with self.http.get(url, params=params) as answer:
            return Told(answer.status, json.loads(await answer.text()))

    async def post(self, path: str, body: object) -> Told:
        url = self.discord.origin + path
        async with self.http.post(url, params={"as": str(self.user.id)}, json=body) as answer:
            return Told(answer.status, json.loads(await answer.text()))

    async def history(self, channel: Channel, **query: object) -> Told:
        return await self.get(f"/client/channels/{channel.id}/messages", **query)

    async def say(self, words: object, channel: Channel | None = None) -> Told:
        where = channel or self.discord.world.channel
        return await self.post(f"/client/channels/{where.id}/messages", {"content": words})

    async def act(self, kind: int, data: object, **rest: object) -> Told:
        form = {"channel_id": str(self.discord.world.channel.id), "type": kind, "data": data}
        return await self.post("/client/interactions", form | rest)

    async def use(self, command: str, *options: Payload, channel: Channel | None = None) -> Told:
        """Use a command, given its options as they are sent."""
        where = channel or self.discord.world.channel
        registered = self.discord.commands.find(command, where.guild_id)
        data = {"id": registered["id"], "options": list(options)}
        return await self.act(2, data, channel_id=str(where.id))

    async def press(self, message: Message, **data: object) -> Told:
        """Use a component, of type button unless said otherwise."""
        where = {"channel_id": str(message.channel_id), "message_id": str(message.id)}
        return await self.act(3, {"component_type": 2, **data}, **where)

    @asynccontextmanager
    async def live(self) -> AsyncIterator[Live]:
        url = f"{self.discord.origin}/client/live?as={self.user.id}"
        async with self.http.ws_connect(url) as socket:
            yield Live(socket)


def option(kind: int, name: str, value: object, /) -> Payload:
    return {"type": kind, "name": name, "value": value}
