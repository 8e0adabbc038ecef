"""What a request is expected to cost, and when a budget refuses or warns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.domain.budget import Budget, Spending, check, crossed, month_of, next_month
from bot.domain.ids import GuildId, PlaceId
from bot.domain.price import Cost, Prices, expected
from bot.domain.request import GenerationRequest
from bot.domain.usage import Unit
from bot.errors import RefusedError
from tests.tables import each_row

NOW = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
PRICES = Prices(image=0.003, megapixel_step=0.0001, detection=0.0015, kudos_megapixel_step=0.8)
REQUEST = GenerationRequest(prompt="a fox", model="m", width=1000, height=1000, steps=10, images=2)


def spending(spent: float, cap: float = 10.0, place: int = 1) -> Spending:
    budget = Budget(guild_id=GuildId(1), place=PlaceId(place), unit=Unit.DOLLARS, cap=cap)
    return Spending(budget=budget, spent=spent)


def reckoned(engine: str, *, detection: bool) -> Cost | None:
    cost = expected(REQUEST, PRICES, engine, detection=detection)
    return cost and Cost(cost.unit, round(cost.amount, 9))


def test_a_request_costs_by_its_images_its_work_and_whether_they_are_looked_at() -> None:
    assert reckoned("novita", detection=True) == Cost(Unit.DOLLARS, 0.011)
    assert reckoned("novita", detection=False) == Cost(Unit.DOLLARS, 0.008)
    assert reckoned("horde", detection=True) == Cost(Unit.KUDOS, 16.0)
    assert reckoned("comfyui", detection=True) is None


def test_a_month_is_that_of_utc() -> None:
    ahead = NOW.astimezone(timezone(timedelta(hours=9)))
    assert month_of(ahead) == datetime(2026, 12, 1, tzinfo=UTC)
    assert next_month(ahead) == datetime(2027, 1, 1, tzinfo=UTC)
    assert next_month(month_of(ahead)) == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_budget_may_be_spent_to_the_last_and_not_beyond() -> None:
    tenth = spending(spent=sum([0.1] * 99))
    check(tenth, 0.1, now=NOW)
    codes = []
    for each in (spending(9.5), spending(10.0), spending(9.5, place=2), spending(11.0, place=2)):
        with pytest.raises(RefusedError) as refused:
            check(each, 0.6, now=NOW)
        codes.append(refused.value.text.code)
        assert dict(refused.value.text.params) == {"ready_at": 1798761600}
    assert codes == [
        "budget.too_little",
        "budget.spent",
        "budget.too_little_here",
        "budget.spent_here",
    ]
    with pytest.raises(RefusedError):
        check(spending(0.0, cap=0.0), 0.001, now=NOW)


@each_row(
    "spent, amount, warned",
    [
        (0.0, 4.9, None),
        (0.0, 5.0, 50),
        (5.0, 1.0, 50),
        (4.0, 4.0, 80),
        (4.0, 6.0, 100),
        (9.9, 0.1, 100),
        (10.0, 1.0, 100),
        # Told by the engine in the end, it was more than expected.
        (8.5, 0.1, 80),
    ],
)
def test_moderators_are_warned_at_the_highest_part_that_is_reached(
    spent: float, amount: float, warned: int | None
) -> None:
    assert crossed(spending(spent), amount) == warned
