"""Draws pictures ahead of their task's end, in threads, and keeps them for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.playground.novita.drawing.picture import draw

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.novita.drawing.order import Order

MAX_KEPT_BYTES = 128_000_000
MAX_AHEAD = 200


class Studio:
    """A cache of pictures by what was ordered."""

    def __init__(self, *, threads: int = 2, max_bytes: int = MAX_KEPT_BYTES) -> None:
        self._max_bytes = max_bytes
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="studio")
        self._under_way: dict[Order, asyncio.Future[bytes]] = {}
        self._kept: OrderedDict[Order, bytes] = OrderedDict()
        self._kept_bytes = 0

    def prepare(self, orders: Iterable[Order]) -> None:
        """Begin to draw, unless so much is under way that it can wait for the download."""
        for order in orders:
            if order not in self._kept and len(self._under_way) < MAX_AHEAD:
                self._begin(order)

    async def picture(self, order: Order) -> bytes:
        """Return the encoded picture; the same bytes for equal orders."""
        if order in self._kept:
            self._kept.move_to_end(order)
            return self._kept[order]
        # Shielded: one client that hangs up must not take the picture from another.
        self._begin(order)
        return await asyncio.shield(self._under_way[order])

    async def close(self) -> None:
        """Finish what is being drawn and forget the rest."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)

    def _begin(self, order: Order) -> None:
        if order not in self._under_way:
            loop = asyncio.get_running_loop()
            future = loop.run_in_executor(self._threads, draw, order)
            future.add_done_callback(lambda done: self._keep(order, done))
            self._under_way[order] = future

    def _keep(self, order: Order, done: asyncio.Future[bytes]) -> None:
        del self._under_way[order]
        if done.cancelled() or done.exception() is not None:
            return
        self._kept[order] = done.result()
        self._kept_bytes += len(done.result())
        while self._kept_bytes > self._max_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= len(oldest)
