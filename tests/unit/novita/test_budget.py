"""Bytes lent to downloads."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from hypothesis import given
from hypothesis import strategies as st

from bot.novita.budget import ByteBudget


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_lent_comes_back() -> None:
    budget = ByteBudget(10)
    async with budget.lend(4), budget.lend(6):
        assert budget.free == 0
    assert budget.free == 10


async def test_more_than_all_counts_as_all() -> None:
    budget = ByteBudget(10)
    async with budget.lend(11):
        assert budget.free == 0


async def test_a_small_loan_does_not_overtake_a_large_one() -> None:
    budget, order = ByteBudget(10), list[int]()

    async def borrow(size: int) -> None:
        async with budget.lend(size):
            order.append(size)

    async with asyncio.TaskGroup() as group, AsyncExitStack() as held:
        await held.enter_async_context(budget.lend(5))
        for size in (9, 1):
            group.create_task(borrow(size))
        await settle()
        assert order == []
    assert order == [9, 1]


@given(st.lists(st.integers(1, 12), max_size=8), st.sets(st.integers(0, 7)))
async def test_nothing_is_lost_and_never_too_much_is_lent(
    sizes: list[int], cancelled: set[int]
) -> None:
    budget = ByteBudget(10)

    async def borrow(size: int) -> None:
        async with budget.lend(size):
            assert budget.free >= 0
            await asyncio.sleep(0)

    running = [asyncio.create_task(borrow(size)) for size in sizes]
    await asyncio.sleep(0)
    for number in cancelled & set(range(len(running))):
        running[number].cancel()
    results = await asyncio.gather(*running, return_exceptions=True)
    assert budget.free == 10
    assert {type(result) for result in results} <= {type(None), asyncio.CancelledError}


async def test_one_that_is_served_and_cancelled_at_once_gives_back() -> None:
    budget = ByteBudget(10)

    async def borrow() -> None:
        async with budget.lend(10):
            await asyncio.sleep(0)

    async with budget.lend(10):
        waiting = asyncio.create_task(borrow())
        await settle()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert budget.free == 10
