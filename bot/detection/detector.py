"""Our own judge: it asks a process of its own, and whatever goes wrong there is *unknown*."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.detection.process import NotTakenError, PictureError, ProcessError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.detection.process import Child
    from bot.domain.ports import Picture

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is given to pictures and to the process; times in seconds."""

    max_pixels: int
    picture: float = 15.0
    """For one picture; one of a megapixel takes 0.05, one of 40 takes 1."""
    start: float = 60.0
    """Until the process is ready; it takes 0.5 on an idle machine."""
    waiting: int = 500
    """Pictures that may wait for their turn."""
    wait: float = 60.0
    """For a turn."""
    first_pause: float = 0.5
    longest_pause: float = 60.0
    """Before the process is started again, doubled each time that it is of no use."""
    patience: float = 4.0
    """The longest pause that a picture waits for."""


class ProcessDetector:
    """A Detector. Pictures are judged one after the other, in the order in which they come."""

    def __init__(
        self,
        name: str,
        start: Callable[[], Awaitable[Child]],
        limits: Limits,
        steady: Callable[[], float],
    ) -> None:
        """Start nothing yet.

        Args:
            name: Of the package, with its version.
            start: Starts a process.
            limits: What may be spent.
            steady: A clock that is never set.

        """
        self.name = name
        self._start = start
        self._limits = limits
        self._steady = steady
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._child: Child | None = None
        self._is_closed = False
        self._failures = 0
        self._not_before = 0.0

    @property
    def pid(self) -> int | None:
        """Of the process, if one was started and not yet found to be of no use."""
        return None if self._child is None else self._child.pid

    async def score(self, picture: Picture) -> float | None:
        """See Detector."""
        if picture.width * picture.height > self._limits.max_pixels:
            return _unknown("it has too many pixels")
        if self._waiting >= self._limits.waiting:
            return _unknown("too many wait")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.wait):
                await self._turn.acquire()
        except TimeoutError:
            return _unknown("it waited for too long")
        finally:
            self._waiting -= 1
        try:
            return await self._judged(picture)
        finally:
            self._turn.release()

    async def warm(self) -> None:
        """Start the process before anybody asks."""
        async with self._turn:
            await self._ready()

    async def close(self) -> None:
        """End the process, and start no other."""
        self._is_closed = True
        await self._end()

    async def _judged(self, picture: Picture) -> float | None:
        try:
            return await self._asked(picture)
        except NotTakenError as error:
            # It was killed a moment ago, which our loop had not been told yet.
            log.info("detector.asked_again", why=str(error))
            await self._end()
        try:
            return await self._asked(picture)
        except NotTakenError as error:
            await self._failed(error)
            return _unknown("the detector failed")

    async def _asked(self, picture: Picture) -> float | None:
        child = await self._ready()
        if child is None:
            return _unknown("the detector is down")
        try:
            async with asyncio.timeout(self._limits.picture):
                share = await child.ask(picture.data)
        except PictureError as error:
            return _unknown(str(error))
        except NotTakenError:
            raise
        except (ProcessError, OSError) as error:  # TimeoutError is one, too
            await self._failed(error)
            return _unknown("the detector failed")
        except asyncio.CancelledError:
            child.kill()  # what it says next would be of this picture
            raise
        self._failures = 0
        return share * 100

    async def _ready(self) -> Child | None:
        """Return the process, after a start and a pause if need be; None when it is down."""
        if self._child is not None and self._child.is_alive:
            return self._child
        await self._end()
        pause = self._not_before - self._steady()
        if self._is_closed or pause > self._limits.patience:
            return None
        await asyncio.sleep(max(0.0, pause))
        try:
            async with asyncio.timeout(self._limits.start):
                self._child = await self._started()
                await self._child.ready()
        except (ProcessError, OSError) as error:
            await self._failed(error)
            return None
        except asyncio.CancelledError:
            if self._child is not None:
                self._child.kill()
            raise
        log.info("detector.ready", name=self.name, pid=self._child.pid)
        return self._child

    async def _started(self) -> Child:
        """Start the process; where we were closed meanwhile, it ends at once."""
        child = await self._start()
        if self._is_closed:
            child.kill()
        return child

    async def _end(self) -> None:
        if self._child is not None:
            await self._child.end()

    async def _failed(self, error: Exception) -> None:
        """End a process that is of no use, and start no other for a while."""
        await self._end()
        pause = min(self._limits.longest_pause, self._limits.first_pause * 2**self._failures)
        self._failures += 1
        self._not_before = self._steady() + pause
        why = str(error) or "it took too long"
        log.warning("detector.failed", why=why, failures=self._failures, pause=pause)


def _unknown(why: str) -> float | None:
    log.warning("detector.unknown", why=why)
    return None
