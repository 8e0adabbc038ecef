"""A gateway session: what one shard was told, so that it can be told again."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.discord.payload import render

if TYPE_CHECKING:
    from aiohttp import web

MOST_KEPT = 5000
SEND_TIMEOUT = 5.0
"""Seconds after which a client that does not read counts as gone."""


@dataclass(slots=True, eq=False)
class Session:
    """One shard's session; ``socket`` is ``None`` while the client is away."""

    shard: tuple[int, int]
    socket: web.WebSocketResponse | None
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = 0
    mute: bool = False
    _sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))

    @property
    def connected(self) -> bool:
        """Whether events reach the client now."""
        return self.socket is not None and not self.socket.closed

    async def dispatch(self, event: str, data: object) -> None:
        """Tell the client of an event, now or when it resumes."""
        self.sequence += 1
        frame = render({"op": 0, "t": event, "s": self.sequence, "d": data})
        self._sent.append((self.sequence, frame))
        await self.send(frame)

    async def send(self, frame: str) -> None:
        """Write a frame if the client is there; a zombie stays silent."""
        if self.socket is None or self.socket.closed or self.mute:
            return
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await self.socket.send_str(frame)
        except (ConnectionError, TimeoutError):
            self.socket = None

    async def replay(self, after: int) -> None:
        """Repeat all events that the client missed."""
        for sequence, frame in list(self._sent):
            if sequence > after:
                await self.send(frame)

    def remembers(self, sequence: int) -> bool:
        """Whether everything after this event can still be repeated."""
        oldest = self._sent[0][0] if self._sent else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence
