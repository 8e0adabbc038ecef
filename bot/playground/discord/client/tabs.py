"""One client that listens, and what it has not been told yet."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.playground.discord.client.seen import seen
from bot.playground.discord.payload import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aiohttp import web

    from bot.playground.discord.client.people import Person
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.state import State

LOOK_AGAIN = 60.0
"""Seconds after which a tab looks for news that nobody announced."""


class Tab:
    """What one connection is owed: the present state of what has changed, once each.

    A tab that reads slowly misses versions in between, and costs no more than it shows.
    """

    def __init__(self, state: State, person: Person, ready: Callable[[Person], Payload]) -> None:
        self._state = state
        self._person = person
        self._ready = ready
        self._told: Payload = {}
        """The state of all but the messages. To compare it as text took longer than to make it."""
        self._changed: dict[int, Message] = {}

    def note(self, message: Message) -> None:
        """Remember that a message is another than it was."""
        self._changed[message.id] = message

    async def tell(self, socket: web.WebSocketResponse, *, patience: float) -> None:
        """Tell everything, until cancelled or until the client is gone.

        Args:
            socket: Where to.
            patience: Seconds that one frame may take to be read.

        """
        with suppress(ConnectionError, TimeoutError):
            while True:
                for frame in self._news():
                    async with asyncio.timeout(patience):
                        await socket.send_str(frame)
                with suppress(TimeoutError):
                    await self._state.notifier.until(self._has_news, timeout=LOOK_AGAIN)

    def _has_news(self) -> bool:
        return bool(self._changed) or self._ready(self._person) != self._told

    def _news(self) -> Iterator[str]:
        ready = self._ready(self._person)
        if ready != self._told:
            self._told = ready
            yield render({"t": "ready", "d": ready})
        while self._changed:
            message = self._changed.pop(next(iter(self._changed)))
            if self._person.may_read(message):
                yield self._frame_of(message)

    def _frame_of(self, message: Message) -> str:
        if message.deleted:
            gone = {"id": str(message.id), "channel_id": str(message.channel_id)}
            return render({"t": "gone", "d": gone})
        return render({"t": "message", "d": seen(message, self._state.registry)})
