"""No more is spent of a rate than it allows, whoever spends and whenever."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ports import Rate
from bot.store.jobs.rates import SqlRateBudget
from bot.store.schema import rate_uses
from tests.store.builders import NOON
from tests.store.memory import MemoryRateBudget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import RateBudget
    from bot.store.database import Database

FEW = Rate("few", 2, 1.0)
MANY = Rate("many", 5, 60.0)


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


async def test_what_a_rate_allows_is_spent_and_then_there_is_a_wait(
    budgets: Sequence[RateBudget],
) -> None:
    one, other = budgets
    assert await one.take([FEW], now=NOON) == 0
    assert await other.take([FEW], now=NOON + after(0.25)) == 0
    assert await one.take([FEW], now=NOON + after(0.5)) == pytest.approx(0.5)
    assert await other.take([FEW], now=NOON + after(1)) == 0
    assert await one.take([FEW], now=NOON + after(1)) == pytest.approx(0.25)


async def test_a_wait_spends_nothing_of_any_rate(budgets: Sequence[RateBudget]) -> None:
    one, other = budgets
    for _ in range(2):
        assert await one.take([FEW, MANY], now=NOON) == 0
    for _ in range(9):
        assert await other.take([FEW, MANY], now=NOON + after(0.5)) == pytest.approx(0.5)
    for _ in range(3):
        assert await other.take([MANY], now=NOON + after(0.5)) == 0
    assert await one.take([FEW, MANY], now=NOON + after(1.5)) == pytest.approx(58.5)


async def test_names_are_counted_apart(budgets: Sequence[RateBudget]) -> None:
    one, other = budgets
    once = [Rate(name, 1, 60.0) for name in ("a", "b")]
    assert [await one.take([rate], now=NOON) for rate in once] == [0, 0]
    assert [await other.take([rate], now=NOON) for rate in once] == [60, 60]


async def test_nothing_is_asked_of_nothing(budgets: Sequence[RateBudget]) -> None:
    assert await budgets[0].take([], now=NOON) == 0


async def test_a_clock_that_was_set_back_does_not_close_a_rate_for_ever(
    budgets: Sequence[RateBudget],
) -> None:
    one, other = budgets
    for _ in range(2):
        assert await one.take([FEW], now=NOON + after(3600)) == 0
    assert await other.take([FEW], now=NOON) == 0


async def test_many_at_once_share_a_rate_exactly(budgets: Sequence[RateBudget]) -> None:
    waits = await asyncio.gather(*(budgets[n % 2].take([MANY], now=NOON) for n in range(20)))
    assert sorted(waits) == [0] * 5 + [60] * 15


async def test_uses_whose_name_never_comes_again_are_deleted(database: Database) -> None:
    budget = SqlRateBudget(database)
    for minute in range(0, 180, 30):
        await budget.take([Rate(f"task{minute}", 10, 60.0)], now=NOON + after(60 * minute))
    kept = await database.read(
        lambda connection: connection.scalars(sa.select(rate_uses.c.name)).all()
    )
    assert sorted(kept) == ["task120", "task150"]


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
async def test_no_window_ever_holds_more_and_a_wait_is_long_enough(moments: list[int]) -> None:
    budget, spent = MemoryRateBudget(), list[int]()
    rate = Rate("r", 3, 1.0)
    for moment in sorted(moments):
        wait = await budget.take([rate], now=NOON + timedelta(milliseconds=moment))
        if not wait:
            spent.append(moment)
        else:
            within = [one for one in spent if one > moment - 1000]
            assert len(within) == 3
            assert wait == pytest.approx((within[0] + 1000 - moment) / 1000)
    for index in range(3, len(spent)):
        assert spent[index] - spent[index - 3] >= 1000
