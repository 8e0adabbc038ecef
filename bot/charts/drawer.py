"""Has charts drawn: each by a process of its own, which ends with it."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

import structlog

from bot.charts.sheet import DRAWN, encoded
from bot.processes.starting import end, started

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from bot.charts.sheet import Sheet

DRAW_SECONDS = 30.0
"""For one picture; an idle machine takes 1.5, most of it to load Matplotlib."""

GRACE = 5.0
"""After so many seconds more the system ends the process, whatever becomes of the bot."""

WAIT_SECONDS = 30.0
"""For a turn: one process at a time takes memory enough."""

MOST_WAITING = 8

LARGEST = 4 * 1024**2
"""Bytes of a picture; the largest takes 0.2 of these."""

CACHES = ("HOME", "XDG_CACHE_HOME", "MPLCONFIGDIR", "LOCALAPPDATA", "USERPROFILE")
"""Tell where Matplotlib keeps its list of fonts, which takes seconds to make."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class ChartError(Exception):
    """There is no picture; says why, for the log."""


class ChartsMissingError(ChartError):
    """What draws them is not installed."""


async def start() -> Process:
    """Start the process that draws one picture."""
    seconds = str(DRAW_SECONDS + GRACE)
    return await started("-m", "bot.charts.child", str(os.getpid()), seconds, also=CACHES)


class Drawer:
    """Draws one picture after the other."""

    def __init__(
        self,
        starting: Callable[[], Awaitable[Process]] = start,
        *,
        seconds: float = DRAW_SECONDS,
        is_installed: bool,
    ) -> None:
        """Start nothing yet.

        Args:
            starting: Starts a process.
            seconds: For one picture.
            is_installed: Whether that process could draw.

        """
        self._starting = starting
        self._seconds = seconds
        self._is_installed = is_installed
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._process: Process | None = None
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """Of the process that draws now."""
        return None if self._process is None else self._process.pid

    async def draw(self, sheets: Sequence[Sheet]) -> bytes:
        """Return a picture as PNG: of the first sheet whose letters can be drawn, or the last.

        Raises:
            ChartsMissingError: nothing can be drawn here.
            ChartError: it could not be drawn, or not in time.

        """
        if not self._is_installed:
            raise ChartsMissingError("Matplotlib is not installed")
        if self._waiting >= MOST_WAITING:
            raise ChartError("too many wait")
        self._waiting += 1
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._turn.acquire()
        except TimeoutError:
            raise ChartError("it waited for too long") from None
        finally:
            self._waiting -= 1
        try:
            return await self._drawn(encoded(sheets))
        finally:
            self._turn.release()

    async def close(self) -> None:
        """End the process, if there is one, and start no other."""
        self._is_closed = True
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
        async with self._turn:
            pass

    async def _drawn(self, data: bytes) -> bytes:
        self._must_be_open()
        try:
            async with asyncio.timeout(self._seconds):
                process = self._process = await self._starting()
                self._must_be_open()
                answer, _ = await process.communicate(data)
        except TimeoutError:
            raise ChartError("it took too long") from None
        except OSError as error:
            raise ChartError(str(error) or type(error).__name__) from error
        finally:
            if self._process is not None:
                await end(self._process)
                self._process = None
        if not answer.startswith(DRAWN):
            raise ChartError(answer[:200].decode(errors="replace") or "it has ended")
        if len(answer) > LARGEST:
            raise ChartError("it is too large")
        return answer.removeprefix(DRAWN)

    def _must_be_open(self) -> None:
        if self._is_closed:
            raise ChartError("the bot is stopping")


@asynccontextmanager
async def open_drawer() -> AsyncGenerator[Drawer]:
    """Open what draws, if Matplotlib is installed; without it, what says so."""
    found = await asyncio.to_thread(find_spec, "matplotlib")
    drawer = Drawer(is_installed=found is not None)
    try:
        yield drawer
    finally:
        await drawer.close()
