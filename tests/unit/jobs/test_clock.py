"""The machine's clock, by which every wait goes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.jobs.clock import SystemClock


async def test_an_event_ends_a_wait_and_is_cleared() -> None:
    clock, event = SystemClock(), asyncio.Event()
    asyncio.get_running_loop().call_later(3, event.set)
    assert await clock.wait(10, event)
    assert clock.steady() == 3
    assert not event.is_set()
    assert not await clock.wait(10, event)
    assert clock.steady() == 13
    assert not await clock.wait(10)
    assert clock.steady() == 23


def test_chance_and_calendar_are_the_machines() -> None:
    clock = SystemClock()
    assert all(0 <= clock.chance() < 1 for _ in range(100))
    assert clock.now().utcoffset() == timedelta()
