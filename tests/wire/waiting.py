"""Waiting for what notifies nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")
LOOK_EVERY = 0.025


async def eventually(look: Callable[[], Found], seconds: float = 30.0) -> Found:
    """Return the first true value that ``look`` gives.

    Raises:
        TimeoutError: it gave none.

    """
    async with asyncio.timeout(seconds):
        while not (found := look()):  # noqa: ASYNC110 - what is looked at notifies nobody
            await asyncio.sleep(LOOK_EVERY)
    return found
