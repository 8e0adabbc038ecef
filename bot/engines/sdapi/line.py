"""One request at a time to a server that answers when its work is done, minutes later."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from bot.engine_errors import EngineError, TaskFailedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.ids import TaskId

KEPT = 1000
"""Errands whose failures are remembered until somebody asks."""

GRACE = 30.0
"""Seconds for the answer to a request that nobody wants any more; then its connection is closed."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False, kw_only=True)
class Errand:
    """A task of ours and how it went."""

    task_id: TaskId
    body: dict[str, object] = field(repr=False)
    images: int
    first_seed: int
    model: str
    failure: EngineError | None = None
    """Why it ended without images."""
    is_unwanted: bool = False
    """Whether what it makes is dropped."""
    patience: asyncio.Timeout | None = None


class Line:
    """Errands in the order in which they came. ``run`` wants a task of its own."""

    def __init__(self, carry: Callable[[Errand], Awaitable[None]]) -> None:
        """Have each errand carried out by ``carry``, which raises why it failed."""
        self._carry = carry
        self._known: OrderedDict[TaskId, Errand] = OrderedDict()
        self._waiting: deque[Errand] = deque()
        self._bell = asyncio.Event()
        self._door = asyncio.Lock()
        """Held while one begins, and while one is ended: the wrong one must not be."""
        self._current: Errand | None = None
        self.ended: Callable[[TaskId], object] = lambda _: None
        """Called with each task that has ended."""

    def put(self, errand: Errand) -> None:
        """Add an errand; one that is here already is not done twice."""
        if self.find(errand.task_id) is not None:
            return
        self._known[errand.task_id] = errand
        if len(self._known) > KEPT:
            self._forget_oldest()
        self._waiting.append(errand)
        self._bell.set()

    def find(self, task_id: TaskId) -> Errand | None:
        """Return an errand that waits, is under way or has failed."""
        return self._known.get(task_id)

    def place(self, errand: Errand) -> int | None:
        """Return its place among those that wait, from 1; None when it does not."""
        return self._waiting.index(errand) + 1 if errand in self._waiting else None

    def forget(self, task_id: TaskId) -> None:
        """Drop what is remembered of an errand that has ended."""
        errand = self.find(task_id)
        if errand is not None and errand is not self._current and errand not in self._waiting:
            del self._known[task_id]

    async def end(self, task_id: TaskId, interrupt: Callable[[Errand], Awaitable[None]]) -> None:
        """Take an errand out; ``interrupt`` ends one that is under way, if that can be done."""
        errand = self.find(task_id)
        if errand is None:
            return
        errand.is_unwanted = True
        if errand in self._waiting:
            self._waiting.remove(errand)
            del self._known[task_id]
            return
        async with self._door:
            if self._current is not errand:
                return
            try:
                await interrupt(errand)
            finally:
                if errand.patience is not None:
                    errand.patience.reschedule(asyncio.get_running_loop().time() + GRACE)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            errand = await self._next()
            if errand is not None:
                await self._attend(errand)

    async def _next(self) -> Errand | None:
        while not self._waiting:
            self._bell.clear()
            await self._bell.wait()
        async with self._door:
            self._current = self._waiting.popleft() if self._waiting else None
        return self._current

    async def _attend(self, errand: Errand) -> None:
        try:
            async with asyncio.timeout(None) as errand.patience:
                await self._carry(errand)
        except TimeoutError:
            log.info("errand.abandoned", task=errand.task_id)
        except EngineError as error:
            log.warning("errand.failed", task=errand.task_id, why=str(error))
            errand.failure = error
        except Exception:  # the others must be carried out all the same
            log.exception("errand.broke", task=errand.task_id)
            errand.failure = TaskFailedError("a fault of our own; see the log")
        finally:
            self._current = errand.patience = None
        if errand.failure is None or errand.is_unwanted:
            del self._known[errand.task_id]
        self.ended(errand.task_id)

    def _forget_oldest(self) -> None:
        oldest = next((it for it in self._known.values() if it.failure is not None), None)
        if oldest is not None:
            del self._known[oldest.task_id]
