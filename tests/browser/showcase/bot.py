"""A bot made of nothing but a wire, which shows all that a bot can show."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import aiohttp

from tests.browser.showcase.answers import answer, pressed_again
from tests.browser.showcase.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bot.playground.discord import DiscordStandIn
    from tests.browser.showcase.parts import Part, Post

CALL_SECONDS = aiohttp.ClientTimeout(total=10)
MOST_THINKING = 20


class ShowcaseBot:
    """Answers by ``answers``; ``post`` puts a message into a channel."""

    def __init__(self, discord: DiscordStandIn, http: aiohttp.ClientSession) -> None:
        self._discord = discord
        self._http = http
        self._thinking: list[Part] = []

    async def register(self) -> None:
        """Register the commands."""
        path = f"/applications/{self._discord.application_id}/commands"
        await self._send("PUT", path, list(COMMANDS))

    async def post(self, channel_id: int, post: Post) -> Part:
        """Put a message into a channel and return it as Discord answers it."""
        path = f"/channels/{channel_id}/messages"
        return dict(json.loads(await self._send("POST", path, post.body, post.files)))

    async def edit(self, channel_id: int, message_id: int, post: Post) -> None:
        """Replace a message."""
        path = f"/channels/{channel_id}/messages/{message_id}"
        await self._send("PATCH", path, post.body, post.files)

    async def hear(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Answer whatever comes until the connection ends."""
        async for frame in socket:
            told = json.loads(frame.data)
            if told.get("t") == "INTERACTION_CREATE":
                await self._react(told["d"])

    async def _react(self, event: Part) -> None:
        name = event["data"].get("name")
        given = answer(event)
        if given is not None:
            await self._answer(event, given)
        if name == "think":
            self._thinking = [*self._thinking, event][-MOST_THINKING:]
        if name == "finish":
            await self._finish()
        if (event["data"].get("custom_id"), event["type"]) == ("delete", 3):
            await self._delete(event, event["message"]["id"])
        if name == "Take away":
            await self._delete(event, event["data"]["target_id"])

    async def _answer(self, event: Part, given: Part) -> None:
        if given == {"type": 7}:
            given = {"type": 7, "data": pressed_again(event["message"])}
        await self._send("POST", f"/interactions/{event['id']}/{event['token']}/callback", given)

    async def _finish(self) -> None:
        thinking, self._thinking = self._thinking, []
        for event in thinking:
            path = f"/webhooks/{self._discord.application_id}/{event['token']}/messages/@original"
            await self._send("PATCH", path, {"content": "It is 42."})

    async def _delete(self, event: Part, message_id: str) -> None:
        await self._send("DELETE", f"/channels/{event['channel_id']}/messages/{message_id}")

    async def _send(
        self, method: str, path: str, body: object = None, files: Mapping[str, bytes] | None = None
    ) -> str:
        headers = {"Authorization": f"Bot {self._discord.token}"}
        form: aiohttp.FormData | str = json.dumps(body)
        if files:
            form = _form(body, files)
        else:
            headers["Content-Type"] = "application/json"
        address = self._discord.api_url + path
        async with self._http.request(method, address, data=form, headers=headers) as answered:
            told = await answered.text()
            assert answered.status < 300, f"{method} {path}: {answered.status} {told}"
            return told


def _form(body: object, files: Mapping[str, bytes]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body))
    for n, (name, data) in enumerate(files.items()):
        kind = "application/octet-stream"
        form.add_field(f"files[{n}]", data, filename=name, content_type=kind)
    return form


@asynccontextmanager
async def listening(discord: DiscordStandIn) -> AsyncIterator[ShowcaseBot]:
    """Run a bot on a stand-in until the end of the block."""
    async with (
        aiohttp.ClientSession(timeout=CALL_SECONDS) as http,
        http.ws_connect(discord.gateway_url) as socket,
    ):
        bot = ShowcaseBot(discord, http)
        await socket.send_json(
            {"op": 2, "d": {"token": discord.token, "intents": 1, "properties": {}}}
        )
        await bot.register()
        hearing = asyncio.create_task(bot.hear(socket), name="showcase bot")
        try:
            await discord.ready()
            yield bot
        finally:
            hearing.cancel()
            with suppress(asyncio.CancelledError):
                await hearing
