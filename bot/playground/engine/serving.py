"""A stand-in from outside: it starts, serves on loopback, can be started anew, and stops."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Generic

from aiohttp import web

from bot.playground.engine.state import FaultsT, KnobsT, SeenT

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from typing import Self

    from bot.playground.engine.state import State


class Server(Generic[KnobsT, FaultsT, SeenT]):
    """An engine's API on a loopback socket, for ``async with``."""

    shutdown_s: ClassVar[float] = 0.2
    """For how long an open request may go on when the server stops."""

    def __init__(
        self,
        state: State[KnobsT, FaultsT, SeenT],
        application: Callable[[], web.Application],
        address: tuple[str, int],
    ) -> None:
        """Set up without opening a socket; the port 0 takes a free one."""
        self._state = state
        self._application = application
        self._address = address
        self._stack = AsyncExitStack()

    @property
    def url(self) -> str:
        """The base URL, as in ``http://127.0.0.1:43210``; empty before the start."""
        return self._state.url

    @property
    def knobs(self) -> KnobsT:
        """How the stand-in behaves from now on."""
        return self._state.knobs

    @property
    def faults(self) -> FaultsT:
        """Where a test queues faults."""
        return self._state.faults

    @property
    def requests(self) -> deque[SeenT]:
        """All requests, oldest first, also those that were refused or lost."""
        return self._state.requests

    async def wait_until(self, is_so: Callable[[Self], bool], timeout_s: float) -> None:
        """Wait until something is so, looking whenever something happens.

        Raises:
            TimeoutError: it was not so in time.
        """
        async with asyncio.timeout(timeout_s):
            while not is_so(self):
                await self._state.changed.wait()

    async def start(self) -> None:
        """Serve, at the address of before if there was one."""
        await self._stack.aclose()
        async with AsyncExitStack() as stack:
            await self._open(stack)
            runner = web.AppRunner(
                self._application(), access_log=None, shutdown_timeout=self.shutdown_s
            )
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, *self._address).start()
            host, port = runner.addresses[0][:2]
            self._address = (host, port)
            self._state.url = f"http://{host}:{port}"
            self._stack = stack.pop_all()

    async def stop(self) -> None:
        """Refuse connections, as a server does that is started anew; requests survive it."""
        await self._stack.aclose()
        self._stack.enter_context(_kept(self._address))

    async def _open(self, stack: AsyncExitStack) -> None:
        """Open what must be there before the first request; it is closed after the last."""

    def _latest(self, most: int) -> list[SeenT]:
        """Return the latest requests, oldest first."""
        return list(islice(reversed(self._state.requests), most))[::-1]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._stack.aclose()
        await self._state.studio.close()


def _kept(address: tuple[str, int]) -> socket.socket:
    """Return a socket that lets nobody else have an address, and takes no connections itself."""
    keeping = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
    keeping.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # ours may linger there
    keeping.bind(address)
    keeping.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    return keeping
