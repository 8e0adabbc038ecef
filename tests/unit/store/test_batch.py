"""Calls that share runs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.store.batch import AT_ONCE, Batch

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

PACE = 0.02


class Runs:
    """Doubles numbers, and remembers which came together, and when."""

    def __init__(self, *, takes: float = 0.0, pace: float = PACE) -> None:
        self.shared = list[list[int]]()
        self.began = list[float]()
        self.batch = Batch(asyncio.create_task, self._run, pace=pace)
        self._takes = takes

    async def _run(self, numbers: Sequence[int]) -> list[int]:
        self.shared.append([*numbers])
        self.began.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self._takes)
        return [2 * number for number in numbers]


async def test_calls_that_come_together_share_a_run() -> None:
    runs = Runs()
    assert await asyncio.gather(*map(runs.batch, range(5))) == [0, 2, 4, 6, 8]
    assert runs.shared == [[0, 1, 2, 3, 4]]


async def test_calls_that_come_during_a_run_share_the_next() -> None:
    runs = Runs(takes=1.0)
    async with asyncio.TaskGroup() as callers:
        for number in range(5):
            callers.create_task(runs.batch(number))
            await asyncio.sleep(0.1)
    assert runs.shared == [[0], [1, 2, 3, 4]]


async def test_after_a_quiet_time_no_call_waits() -> None:
    runs = Runs()
    await asyncio.sleep(1)
    for number in range(AT_ONCE):
        await runs.batch(number)
    assert runs.began == [1.0] * AT_ONCE


@pytest.mark.parametrize("a_second", [20, 100, 1000])
async def test_under_load_runs_come_at_a_pace_and_calls_share_them(a_second: int) -> None:
    runs = Runs()
    async with asyncio.TaskGroup() as callers:
        for number in range(10 * a_second):
            callers.create_task(runs.batch(number))
            await asyncio.sleep(1 / a_second)
    assert len(runs.shared) <= min(10 * a_second, 10 / PACE + AT_ONCE + 1)
    assert [number for shared in runs.shared for number in shared] == [*range(10 * a_second)]


async def test_no_call_waits_for_longer_than_the_pace() -> None:
    runs, waited = Runs(), list[float]()
    loop = asyncio.get_running_loop()

    async def ask(number: int) -> None:
        begun = loop.time()
        await runs.batch(number)
        waited.append(loop.time() - begun)

    async with asyncio.TaskGroup() as callers:
        for number in range(300):
            callers.create_task(ask(number))
            await asyncio.sleep(0.003)
    assert max(waited) <= PACE + 0.001


async def test_without_a_pace_no_run_waits() -> None:
    runs = Runs(pace=0.0)
    for number in range(100):
        await runs.batch(number)
    assert runs.began == [0.0] * 100


async def test_who_is_cancelled_before_the_run_is_left_out() -> None:
    runs = Runs(takes=1.0)
    calls = [asyncio.create_task(runs.batch(number)) for number in range(2)]
    await asyncio.sleep(0.5)
    late = [asyncio.create_task(runs.batch(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    late[0].cancel()
    await asyncio.wait([*calls, *late])
    assert runs.shared == [[0, 1], [3]]


@pytest.mark.parametrize("after", [0.0, 0.5])
async def test_a_run_that_is_cut_off_leaves_nobody_waiting(after: float) -> None:
    runs, works = Runs(takes=1.0), list[asyncio.Task[None]]()

    def start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        works.append(asyncio.create_task(work))
        return works[-1]

    batch = Batch(start, runs._run)
    calls = [asyncio.create_task(batch(1))]
    await asyncio.sleep(after)
    calls.append(asyncio.create_task(batch(2)))
    await asyncio.sleep(0)
    works[0].cancel()
    await asyncio.wait(calls, timeout=5)
    assert [call.cancelled() for call in calls] == [True, True]
    assert await batch(3) == 6
