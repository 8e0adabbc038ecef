"""Waiting for a change without asking again and again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")

PATIENCE = 30.0
"""Seconds. A busy machine is slow, not wrong: for how long to wait where nobody says it."""


class Notifier:
    """Notified of each change of one thing, and of all that have it above them."""

    def __init__(self, above: Notifier | None = None) -> None:
        self._above = above
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Wake everybody who waits here or above."""
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()
        if self._above:
            self._above.notify()

    async def until(
        self,
        predicate: Callable[[], Found],
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - how long to wait is the caller's question
    ) -> Found:
        """Return the predicate's first true value; it is asked again at each change.

        Raises:
            TimeoutError: it stayed false for ``timeout`` seconds.

        """
        async with asyncio.timeout(timeout):
            while not (found := predicate()):
                waiter = asyncio.get_running_loop().create_future()
                self._waiting.add(waiter)
                try:
                    await waiter
                finally:
                    self._waiting.discard(waiter)
        return found
