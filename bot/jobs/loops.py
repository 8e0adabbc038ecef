"""Loops that outlive what goes wrong in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from bot.jobs.clock import Clock

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Loops:
    """Acts again and again, and says once what goes wrong: it must not end the work of all."""

    def __init__(self, clock: Clock) -> None:
        """Wait by ``clock``."""
        self._clock = clock
        self._troubles: dict[str, str] = {}

    async def repeat(
        self,
        name: str,
        seconds: float,
        act: Callable[[], Awaitable[None]],
        event: asyncio.Event | None = None,
    ) -> None:
        """Act every so many seconds, or when ``event`` says so, until cancelled."""
        while True:
            await self.guarded(name, act)
            await self._clock.wait(seconds, event)

    async def guarded(self, name: str, act: Callable[[], Awaitable[None]]) -> None:
        """Act once, and outlive what goes wrong."""
        try:
            await act()
        except Exception as error:  # the database away, or a bug
            trouble = repr(error)
            if self._troubles.get(name) != trouble:
                log.exception("loop.failed", loop=name)
            self._troubles[name] = trouble
        else:
            self._troubles.pop(name, None)
