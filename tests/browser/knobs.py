"""Turning the engine's knobs for the time of a block."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.browser.page_hands import Visitor

SLOW = "--steps 100 --n 4"
"""With the slow engine such a prompt takes some ten seconds: time enough to act."""
SLOWEST = 20


async def turn(visitor: Visitor, **knobs: object) -> None:
    """Set knobs by the route that the page's own panel uses."""
    answer = await visitor.page.request.post(f"{visitor.address}/devtools/knobs", data=knobs)
    assert answer.ok, await answer.text()


@asynccontextmanager
async def slow_engine(visitor: Visitor, slowness: float = SLOWEST) -> AsyncIterator[None]:
    """Let tasks that are begun in the block take so many times as long."""
    await turn(visitor, slowness=slowness)
    try:
        yield
    finally:
        await turn(visitor, slowness=1)
