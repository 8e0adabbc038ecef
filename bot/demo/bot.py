"""The demo's bot, which can be closed and started again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.app import App

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType
    from typing import Self

    from bot.config.settings import Settings

START_SECONDS = 20.0
STOP_SECONDS = 15.0


class DemoBot:
    """One bot at a time, from ``async with`` to its end."""

    def __init__(
        self, settings: Callable[[], Settings], heard: Callable[[], Awaitable[None]]
    ) -> None:
        """Take what every bot to come needs.

        Args:
            settings: Asked at each start, with a database that outlives each bot.
            heard: Waits until Discord has a bot listening.

        """
        self._settings = settings
        self._heard = heard
        self._turn = asyncio.Lock()
        self._app: App | None = None
        self._run: asyncio.Task[None] | None = None
        self.lost = asyncio.Event()
        """Set when a bot that listened has ended by itself; leaving the context raises why."""

    async def __aenter__(self) -> Self:
        """Start the first bot and wait until commands are answered.

        Raises:
            TimeoutError: they are not in time.

        """
        async with self._turn:
            await self._start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the bot; what it is posting is posted first."""
        async with self._turn:
            await self._close()

    async def restart(self) -> None:
        """Close the bot and start another on the same database.

        Raises:
            Exception: whatever keeps it from starting; there is no bot then, until the next try.

        """
        async with self._turn:
            await self._close()
            await self._start()

    async def _start(self) -> None:
        app = App(self._settings())
        run = asyncio.create_task(app.run(), name="demo bot")
        try:
            async with asyncio.timeout(START_SECONDS):
                await _either(app.ready, run)
                if run.done():
                    await run
                await self._heard()
        except BaseException:
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)
            raise
        self._app, self._run = app, run
        run.add_done_callback(self._ended)

    def _ended(self, run: asyncio.Task[None]) -> None:
        if run is self._run:
            self.lost.set()

    async def _close(self) -> None:
        run, self._run = self._run, None
        if run is not None and self._app is not None:
            self._app.stop()
            async with asyncio.timeout(STOP_SECONDS):
                await run


async def _either(happens: asyncio.Event, ends: asyncio.Task[None]) -> None:
    waiting = asyncio.create_task(happens.wait())
    try:
        await asyncio.wait({waiting, ends}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
