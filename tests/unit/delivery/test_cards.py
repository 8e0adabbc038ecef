"""When cards are looked for: at once, and when what is gathered for one is due."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import looptime

from bot.delivery.moderation.cards import LOOK_AGAIN, Cards
from bot.jobs.clock import SystemClock
from bot.store.moderation.cards import GATHER

if TYPE_CHECKING:
    from datetime import datetime

FIRST, SECOND = LOOK_AGAIN / 3, LOOK_AGAIN / 3 + 5.0
"""Of two reports the second comes while the first is gathered."""


class NothingDue:
    """A store that notes when it is asked, in seconds of the loop."""

    def __init__(self) -> None:
        self.asked = list[float]()

    async def take(self, *, now: datetime, until: datetime) -> None:
        self.asked.append(asyncio.get_running_loop().time())


async def looks() -> list[float]:
    """Return when cards were looked for, with two reports."""
    store, other = NothingDue(), cast("Any", None)
    cards = Cards(
        *(other, other, cast("Any", store), other, other),
        SystemClock(),
        asyncio.Event(),
        sees_originals=lambda _: False,
    )
    working = asyncio.create_task(cards.run())
    await asyncio.sleep(FIRST)
    cards.look_again()
    await asyncio.sleep(SECOND - FIRST)
    cards.look_again()
    await asyncio.sleep(GATHER.total_seconds() + 2)
    working.cancel()
    await asyncio.wait({working})
    return store.asked


def test_what_comes_while_a_report_is_gathered_is_looked_for_when_it_is_due() -> None:
    with asyncio.Runner(loop_factory=lambda: looptime.new_event_loop(noop_cycles=0)) as runner:
        asked = runner.run(looks())
    assert FIRST in asked
    assert SECOND in asked
    assert any(it >= SECOND + GATHER.total_seconds() for it in asked)
