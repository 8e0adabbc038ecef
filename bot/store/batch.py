"""Lets calls that come while one is under way share the next: fewer transactions, same order."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bot.errors import StoreRefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

MOST = 100
"""Calls that share one run; the rest share the one after."""

AT_ONCE = 10
"""Runs that may follow one another without a pause after a quiet time."""


def retrieved(future: asyncio.Future[Any]) -> None:
    """Take note of how something ended: who waited for it may have been cancelled."""
    if not future.cancelled():
        future.exception()


def _cancel(calls: Sequence[tuple[object, asyncio.Future[Any]]]) -> None:
    for _, future in calls:
        future.cancel()


class Batch(Generic[Item, Outcome]):
    """Runs a function over all items that wait, instead of once for each."""

    def __init__(
        self,
        start: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        run: Callable[[Sequence[Item]], Awaitable[Sequence[Outcome | Exception]]],
        *,
        pace: float = 0.0,
    ) -> None:
        """Take a function that returns one outcome, or one exception to raise, for each item.

        ``start`` owns the runs: none of the callers can cancel one, for the others want theirs.
        Under load they begin ``pace`` seconds apart, so that more calls share each.
        """
        self._start = start
        self._run = run
        self._pace = pace
        self._paced_to = 0.0
        self._waiting: list[tuple[Item, asyncio.Future[Outcome]]] = []
        self._runs = False

    async def __call__(self, item: Item) -> Outcome:
        """Return the outcome of ``item``, or raise what became of it.

        The item of a caller that is cancelled while it waits for its run is left out.
        """
        return await self._put(item)

    async def surely(self, item: Item) -> Outcome:
        """Run ``item`` even when the caller is cancelled."""
        return await asyncio.shield(self._put(item))

    def _put(self, item: Item) -> asyncio.Future[Outcome]:
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        future.add_done_callback(retrieved)
        self._waiting.append((item, future))
        if not self._runs:
            self._runs = True
            self._start(self._work()).add_done_callback(self._stopped)
        return future

    def _stopped(self, work: asyncio.Task[None]) -> None:
        """Leave nobody waiting for a run that was cut off, as when a loop ends."""
        if work.cancelled() or work.exception() is not None:
            self._runs = False
            _cancel(self._waiting)
            self._waiting = []

    async def _work(self) -> None:
        while self._waiting:
            if self._pace:
                await asyncio.sleep(self._pause())
            waiting = [item for item in self._waiting if not item[1].done()]
            batch, self._waiting = waiting[:MOST], waiting[MOST:]
            if batch:
                await self._settle(batch)
        self._runs = False

    def _pause(self) -> float:
        now = asyncio.get_running_loop().time()
        self._paced_to = max(self._paced_to, now - AT_ONCE * self._pace) + self._pace
        return max(0.0, self._paced_to - now)

    async def _settle(self, batch: list[tuple[Item, asyncio.Future[Outcome]]]) -> None:
        try:
            outcomes = await self._outcomes([item for item, _ in batch])
        except BaseException:
            _cancel(batch)
            raise
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if future.done():
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

    async def _outcomes(self, items: list[Item]) -> Sequence[Outcome | Exception]:
        try:
            return await self._run(items)
        except StoreRefusedError as error:
            if len(items) == 1:
                return [error]
            # What one brought must not cost the others theirs.
            return [outcome for item in items for outcome in await self._outcomes([item])]
        except Exception as error:  # noqa: BLE001 - each caller gets it and decides
            return [error] * len(items)
