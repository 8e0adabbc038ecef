"""The stand-in itself: starts, serves on loopback, is restarted, stops."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.comfyui.application import application
from bot.playground.comfyui.files import Files
from bot.playground.comfyui.knobs import Knobs
from bot.playground.comfyui.state import State
from bot.playground.comfyui.stock import stock
from bot.playground.comfyui.tasks import Stage
from bot.playground.comfyui.telling import TRAITS, glimpses_of
from bot.playground.comfyui.work import work
from bot.playground.novita.studio import Studio

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from typing import Self

    from bot.playground.comfyui.faults import Faults
    from bot.playground.comfyui.nodes import Stock
    from bot.playground.comfyui.tasks import TaskBook
    from bot.playground.glimpse import Glimpse
    from bot.playground.novita.state import Seen


class ComfyuiStandIn:
    """A ComfyUI server on a loopback socket, for ``async with``."""

    traits = TRAITS

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
        self._address = (host, port)
        rng = random.Random(rng_seed)  # noqa: S311 - jitter and names, no secret
        self._state = State(
            knobs=knobs or Knobs(), rng=rng, stock=stock(), files=Files(rng), studio=Studio()
        )
        self._runner: web.AppRunner | None = None
        self._worker: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The base URL, as in ``http://127.0.0.1:43210``; empty before the start."""
        return self._state.url

    @property
    def knobs(self) -> Knobs:
        """How the stand-in behaves from now on."""
        return self._state.knobs

    @property
    def faults(self) -> Faults:
        """Where a test queues faults."""
        return self._state.faults

    @property
    def tasks(self) -> TaskBook:
        """All accepted graphs, oldest first."""
        return self._state.tasks

    @property
    def requests(self) -> deque[Seen]:
        """All requests, oldest first, also those that were refused or lost."""
        return self._state.requests

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

    def glimpses(self, most: int) -> list[Glimpse]:
        """Return what was said about tasks, oldest first, looking at ``most`` requests at most."""
        return glimpses_of(
            islice(reversed(self.requests), most), islice(reversed(self._state.frames), most)
        )

    def finish(self) -> None:
        """End every task that is not over, well."""
        for task in self.tasks:
            task.finish()

    async def wait_until(self, is_so: Callable[[ComfyuiStandIn], bool], timeout_s: float) -> None:
        """Wait until something is so, looking after whatever happens.

        Raises:
            TimeoutError: it was not so in time.
        """
        async with asyncio.timeout(timeout_s):
            while not is_so(self):
                await self._state.changed.wait()

    async def hang_up(self) -> None:
        """Break all WebSockets, and nothing else."""
        for wire in self._state.wires.values():
            wire.abort()
        self._state.wires.clear()

    async def stop(self) -> None:
        """End as a killed process does: connections are reset, tasks and previews are gone."""
        if self._worker is not None:
            self._worker.cancel()
            with suppress(asyncio.CancelledError):
                await self._worker
        for task in self._state.tasks:
            if not task.has_ended:
                task.stage = Stage.REMOVED
        self._state.forget()
        if self._runner is not None:
            for connection in self._state.connections:
                connection.abort()
            self._state.connections.clear()
            await self._runner.cleanup()
        self._runner = self._worker = None

    async def start(self) -> None:
        """Listen, at the address of before if there was one."""
        runner = web.AppRunner(application(self._state), access_log=None, shutdown_timeout=0.05)
        await runner.setup()
        await web.TCPSite(runner, *self._address).start()
        host, port = runner.addresses[0][:2]
        self._address = (host, port)
        self._state.url = f"http://{host}:{port}"
        self._runner = runner
        self._worker = asyncio.create_task(work(self._state))

    async def restart(self, down_s: float = 0.0) -> None:
        """End, and listen again after some seconds."""
        await self.stop()
        await asyncio.sleep(down_s)
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.stop()
        await self._state.studio.close()
