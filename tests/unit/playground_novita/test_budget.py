"""The sliding minute."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.novita.budget import WINDOW_S, ImageBudget


def test_what_was_spent_is_free_again_after_a_minute() -> None:
    budget = ImageBudget()
    budget.spend(8, now=100)
    budget.spend(8, now=130)
    assert budget.wait_for(8, limit=20, now=131) == 29
    assert budget.wait_for(8, limit=20, now=160) == 0


def test_what_never_fits_waits_a_whole_minute() -> None:
    assert ImageBudget().wait_for(8, limit=4, now=0) == WINDOW_S


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 20), st.integers(1, 8)), max_size=40))
def test_no_minute_holds_more_than_the_limit(arrivals: list[tuple[float, int]]) -> None:
    budget, now, accepted = ImageBudget(), 0.0, list[tuple[float, int]]()
    for gap, images in arrivals:
        now += gap
        if budget.wait_for(images, limit=20, now=now) <= 0:
            budget.spend(images, now=now)
            accepted.append((now, images))
        recent = sum(count for at, count in accepted if at > now - WINDOW_S)
        assert recent <= 20
