"""Bytes that downloads hold: counted as they arrive."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engines.pictures.budget import ByteBudget

LONG = 60.0


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_lent_comes_back() -> None:
    budget = ByteBudget(10)
    with budget.lend() as first, budget.lend() as second:
        first.add(4)
        second.add(6)
        assert budget.free == 0
    assert budget.free == 10


async def test_what_has_brought_nothing_holds_nothing_up() -> None:
    budget = ByteBudget(10)
    with budget.lend() as slow, budget.lend() as other:
        other.add(9)
        assert slow.may_go_on
        assert other.may_go_on


async def test_of_too_much_only_the_oldest_goes_on() -> None:
    budget = ByteBudget(10, turn_seconds=LONG)
    with budget.lend() as oldest, budget.lend() as other:
        other.add(10)
        assert not other.may_go_on
        assert oldest.may_go_on
        oldest.add(50)
        assert oldest.may_go_on


async def test_one_that_waits_goes_on_when_another_ends() -> None:
    budget = ByteBudget(10, turn_seconds=LONG)
    with ExitStack() as ending:
        oldest = ending.enter_context(budget.lend())
        with budget.lend() as second, budget.lend() as third:
            for loan in (oldest, second, third):
                loan.add(4)
            waiting = asyncio.create_task(third.turn())
            await settle()
            assert not waiting.done()
            ending.close()
            async with asyncio.timeout(5):
                await waiting


async def test_one_that_is_slow_gives_way() -> None:
    budget = ByteBudget(100, turn_seconds=0.01)
    with budget.lend() as slow, budget.lend() as first, budget.lend() as second:
        slow.add(1)
        first.add(50)
        second.add(50)
        async with asyncio.timeout(5):
            await first.turn()
            assert not slow.may_go_on
            await second.turn()
            await slow.turn()
    assert budget.free == 100


async def test_nobody_gives_way_once_the_bound_is_well_exceeded() -> None:
    budget = ByteBudget(8_000_000, turn_seconds=0.01)
    with budget.lend() as first, budget.lend() as second:
        second.add(10_000_001)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await second.turn()
        assert first.may_go_on


async def download(budget: ByteBudget, chunks: list[int], largest: list[int]) -> None:
    with budget.lend() as loan:
        for size in chunks:
            await asyncio.sleep(0)
            loan.add(size)
            largest[0] = max(largest[0], -budget.free)
            await loan.turn()


@given(
    st.lists(st.lists(st.integers(1, 12), max_size=6), max_size=8),
    st.sets(st.integers(0, 7)),
    st.sampled_from([0.001, LONG]),
)
async def test_all_end_and_nothing_is_lost_whoever_is_cancelled(
    downloads: list[list[int]], cancelled: set[int], turn: float
) -> None:
    budget, largest = ByteBudget(20, turn_seconds=turn), [0]
    async with asyncio.timeout(10):
        running = [asyncio.create_task(download(budget, chunks, largest)) for chunks in downloads]
        await settle()
        for number in cancelled & set(range(len(running))):
            running[number].cancel()
        results = await asyncio.gather(*running, return_exceptions=True)
    assert budget.free == 20
    assert {type(result) for result in results} <= {type(None), asyncio.CancelledError}
    if turn == LONG:
        assert largest[0] <= 6 * 12 + 8 * 12, "one download, and a chunk of each"


async def test_one_that_is_called_and_cancelled_at_once_holds_nobody_up() -> None:
    budget = ByteBudget(10, turn_seconds=LONG)
    with budget.lend() as first:
        first.add(10)
        waiting = asyncio.create_task(download(budget, [1, 1], [0]))
        behind = asyncio.create_task(download(budget, [1, 1], [0]))
        await settle()
    waiting.cancel()
    async with asyncio.timeout(5):
        await behind
    await asyncio.gather(waiting, return_exceptions=True)
    assert budget.free == 10
