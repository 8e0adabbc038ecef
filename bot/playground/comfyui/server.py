"""The stand-in itself: starts, serves on loopback, is restarted, stops."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.playground.comfyui.application import application
from bot.playground.comfyui.faults import Faults
from bot.playground.comfyui.files import Files, with_graph
from bot.playground.comfyui.knobs import Knobs
from bot.playground.comfyui.state import State
from bot.playground.comfyui.stock import stock
from bot.playground.comfyui.tasks import Stage
from bot.playground.comfyui.telling import TRAITS, glimpses_of
from bot.playground.comfyui.work import work
from bot.playground.engine.serving import Server
from bot.playground.novita.state import Seen
from bot.playground.novita.studio import Studio

if TYPE_CHECKING:
    from bot.playground.comfyui.files import File
    from bot.playground.comfyui.nodes import Stock
    from bot.playground.comfyui.tasks import TaskBook
    from bot.playground.glimpse import Glimpse


class ComfyuiStandIn(Server[Knobs, Faults, Seen]):
    """A ComfyUI server on a loopback socket, for ``async with``."""

    traits = TRAITS
    shutdown_s = 0.05
    _state: State

    def __init__(
        self,
        knobs: Knobs | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        rng_seed: int = 0,
    ) -> None:
        """Set up without opening a socket.

        Args:
            knobs: What to begin with; change attributes of ``self.knobs`` at any time.
            host: Where to listen.
            port: 0 takes a free one.
            rng_seed: Decides names of files and jitter.
        """
        rng = random.Random(rng_seed)  # noqa: S311 - jitter and names, no secret
        state = State(
            knobs=knobs or Knobs(), rng=rng, stock=stock(), files=Files(rng), studio=Studio()
        )
        super().__init__(state, partial(application, state), (host, port))

    @property
    def tasks(self) -> TaskBook:
        """All accepted graphs, oldest first."""
        return self._state.tasks

    @property
    def stock(self) -> Stock:
        """What lies in its folders; lists to change."""
        return self._state.stock

    @property
    def files(self) -> Files:
        """The images that it has made."""
        return self._state.files

    @property
    def listeners(self) -> frozenset[str]:
        """The client ids that are connected by WebSocket."""
        return frozenset(self._state.sockets)

    async def picture(self, file: File) -> bytes:
        """Return an image as it is served."""
        return with_graph(await self._state.studio.picture(file.order), file.graph)

    def glimpses(self, most: int) -> list[Glimpse]:
        """Return what was said about tasks, oldest first, looking at ``most`` requests at most."""
        return glimpses_of(self._latest(most), islice(reversed(self._state.frames), most))

    def finish(self) -> None:
        """End every task that is not over, well."""
        for task in self.tasks:
            task.finish()

    async def hang_up(self) -> None:
        """Break all WebSockets, and nothing else."""
        for wire in self._state.wires.values():
            wire.abort()
        self._state.wires.clear()

    @override
    async def start(self) -> None:
        """Listen, at the address of before if there was one; it ends as a killed process does."""
        await super().start()
        self._stack.push_async_callback(self._end, asyncio.create_task(work(self._state)))

    async def restart(self, down_s: float = 0.0) -> None:
        """End, and listen again after some seconds."""
        await self.stop()
        await asyncio.sleep(down_s)
        await self.start()

    async def _end(self, worker: asyncio.Task[None]) -> None:
        """Reset connections, and lose tasks and previews."""
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
        for task in self._state.tasks:
            if not task.has_ended:
                task.stage = Stage.REMOVED
        self._state.forget()
        for connection in self._state.connections:
            connection.abort()
        self._state.connections.clear()
