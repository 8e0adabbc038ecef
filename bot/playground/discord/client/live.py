"""The live connections of clients."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.discord.client.ready import ready
from bot.playground.discord.client.tabs import Tab
from bot.playground.discord.connections import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.discord.client.people import People
    from bot.playground.discord.state import State

HEARTBEAT = 20.0
MOST_HEARD = 1024


class Live:
    """All tabs. ``patience`` is in seconds: who does not read for longer is cut off."""

    def __init__(self, state: State, people: People, *, open_to: str) -> None:
        self.patience = 5.0
        self._state = state
        self._people = people
        self._ready = partial(ready, state, open_to=open_to)
        self._cutters: set[Callable[[], None]] = set()

    def __len__(self) -> int:
        """Return how many are connected."""
        return len(self._cutters)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Stay until the connection ends."""
        person = self._people.acting(request)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MOST_HEARD)
        await socket.prepare(request)
        tab = Tab(self._state, person, self._ready)
        cutter = partial(cut, request)
        self._cutters.add(cutter)
        self._state.registry.watchers.add(tab.note)
        self._state.notifier.notify()
        telling = asyncio.create_task(tab.tell(socket, patience=self.patience))
        # Whoever is told nothing any more shall notice, and come again.
        telling.add_done_callback(lambda task: None if task.cancelled() else cutter())
        try:
            async for _ in socket:
                pass
        finally:
            self._state.registry.watchers.discard(tab.note)
            self._cutters.discard(cutter)
            self._state.notifier.notify()
            await _ended(telling)
        return socket

    def cut_all(self) -> None:
        """End every connection at once."""
        for cutter in list(self._cutters):
            cutter()


async def _ended(telling: asyncio.Task[None]) -> None:
    """End a task, and raise what it failed with."""
    telling.cancel()
    await asyncio.wait({telling})
    if not telling.cancelled():
        telling.result()
