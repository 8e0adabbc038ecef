"""Lets calls that come while one is under way share the next: fewer transactions, same order."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.errors import StoreRefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

MOST = 100
"""Calls that share one run; the rest share the one after."""


class Batch(Generic[Item, Outcome]):
    """Runs a function over all items that wait, instead of once for each."""

    def __init__(
        self, run: Callable[[Sequence[Item]], Awaitable[Sequence[Outcome | Exception]]]
    ) -> None:
        """Take a function that returns one outcome, or one exception to raise, for each item."""
        self._run = run
        self._waiting: list[tuple[Item, asyncio.Future[Outcome]]] = []
        self._turn = asyncio.Lock()

    async def __call__(self, item: Item) -> Outcome:
        """Return the outcome of ``item``, or raise what became of it.

        Whoever has the turn runs for all that wait. The run itself cannot be cancelled by one
        of them: the others want their outcomes.
        """
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        try:
            async with self._turn:
                if not future.done():
                    waiting = [item for item in self._waiting if not item[1].done()]
                    batch, self._waiting = waiting[:MOST], waiting[MOST:]
                    await asyncio.shield(self._settle(batch))
            return await future
        finally:
            future.cancel()

    async def _settle(self, batch: list[tuple[Item, asyncio.Future[Outcome]]]) -> None:
        outcomes = await self._outcomes([item for item, _ in batch])
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
