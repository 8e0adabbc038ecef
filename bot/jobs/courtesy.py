"""Commands first: work on jobs is paced, and hardly goes on while commands wait for their answer.

An answer counts for 3 s only; a job that starts a little later costs nobody anything.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

PACE = 200.0
"""Steps a second that may begin while nobody waits for an answer."""

SLOW_PACE = 20.0
"""The same while somebody does: work must not starve either."""


class Courtesy:
    """Lets steps of work begin one after the other, and makes them wait for answers."""

    def __init__(self, steady: Callable[[], float]) -> None:
        """Count time by ``steady``, in seconds."""
        self._steady = steady
        self._answering = 0
        self._begun_at = -1.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    @contextmanager
    def answering(self) -> Generator[None]:
        """Hold work up while a command waits for its answer."""
        self._answering += 1
        try:
            yield
        finally:
            self._answering -= 1
            if not self._answering and self._timer is not None:
                self._timer.cancel()
                self._set_timer()

    async def turn(self) -> None:
        """Return when a step of work may begin; whoever came first goes first."""
        if not self._waiting and self._left() <= 0:
            self._begun_at = self._steady()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        if self._timer is None:
            self._set_timer()
        await turn

    def _left(self) -> float:
        pace = SLOW_PACE if self._answering else PACE
        return self._begun_at + 1 / pace - self._steady()

    def _set_timer(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(max(0.0, self._left()), self._let_one_begin)

    def _let_one_begin(self) -> None:
        self._timer = None
        while self._waiting and self._left() <= 0:
            turn = self._waiting.popleft()
            if not turn.done():
                self._begun_at = self._steady()
                turn.set_result(None)
        if self._waiting:
            self._set_timer()
