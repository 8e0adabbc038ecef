"""The stand-in itself: starts, serves on loopback, can be killed, stops."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.playground.engine.serving import Server
from bot.playground.novita.studio import Studio
from bot.playground.sdapi import working
from bot.playground.sdapi.application import application
from bot.playground.sdapi.faults import Faults
from bot.playground.sdapi.knobs import Knobs
from bot.playground.sdapi.state import Seen, State
from bot.playground.sdapi.stock import SETTINGS, Stock
from bot.playground.sdapi.tasks import Task
from bot.playground.sdapi.telling import TRAITS, glimpses_of

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from bot.playground.glimpse import Glimpse
    from bot.playground.novita.drawing.order import Order


class SdapiStandIn(Server[Knobs, Faults, Seen]):
    """A web UI's API on a loopback socket, for ``async with``."""

    traits = TRAITS
    _state: State

    def __init__(
        self,
        knobs: Knobs | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        auth: str = "",
        rng_seed: int = 0,
    ) -> None:
        """Set up without opening a socket.

        Args:
            knobs: What to begin with; change attributes of ``self.knobs`` at any time.
            host: Where to listen.
            port: 0 takes a free one.
            auth: ``user:password`` of ``--api-auth``; empty lets everybody in.
            rng_seed: Decides drawn seeds and delays.
        """
        state = State(
            auth=auth,
            knobs=knobs or Knobs(),
            rng=random.Random(rng_seed),  # noqa: S311 - delays and seeds, no secret
            studio=Studio(),
            stock=Stock(),
        )
        super().__init__(state, partial(application, state), (host, port))

    @property
    def stock(self) -> Stock:
        """What it has on its disk."""
        return self._state.stock

    @property
    def tasks(self) -> list[Task]:
        """All accepted tasks, oldest first, also of the processes before a ``crash``."""
        return [*self._state.past, *self._state.tasks]

    @property
    def running(self) -> Task | None:
        """The task that is worked on."""
        return self._state.running

    async def picture(self, order: Order) -> bytes:
        """Return an image as it was drawn, without the words that servers write into it."""
        return await self._state.studio.picture(order)

    def occupy(self) -> Task:
        """Let somebody else's task come in, by the page of the web UI; it runs until released."""
        body = {"width": 512, "height": 512, "steps": 20}
        task = Task("task(somebody-elses)", body, 1, (), working.HOLDING, is_ours=False)
        self._state.start(working.work(self._state, task))
        return task

    def crash(self) -> None:
        """Be killed and be there again: open connections break, tasks and settings are gone."""
        for request in list(self._state.connections.values()):
            if request.transport is not None:
                request.transport.abort()
        gone, self._state.tasks = self._state.tasks, []
        self._state.past += gone
        self._state.settings = dict(SETTINGS)
        for task in gone:
            task.let_go.set()
        self._state.lock = asyncio.Lock()
        self._state.tell()

    def sent(self, route: str) -> list[Seen]:
        """Return the requests of a route, oldest first."""
        return [seen for seen in self.requests if seen.route == route]

    def glimpses(self, most: int) -> list[Glimpse]:
        """Return what was said about tasks, oldest first, looking at ``most`` requests at most."""
        return glimpses_of(self._latest(most))

    def finish(self) -> None:
        """End every task that is not over, well."""
        for task in self._state.tasks:
            if task.state != "ended":
                task.release()

    @override
    async def stop(self) -> None:
        """Refuse connections, after breaking those that are open; what runs there is lost."""
        self.crash()
        await super().stop()

    @override
    async def start(self) -> None:
        """Listen, at the address of before if there was one."""
        await super().start()
        self._stack.callback(self._let_go)

    @override
    async def _open(self, stack: AsyncExitStack) -> None:
        stack.push_async_callback(self._state.close)

    def _let_go(self) -> None:
        for task in self._state.tasks:
            task.let_go.set()
