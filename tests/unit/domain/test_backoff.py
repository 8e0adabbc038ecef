"""Laws of waiting."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.backoff import delay
from tests.tables import each_row

ATTEMPTS = st.integers(1, 10_000)
CHANCES = st.floats(0, 1, exclude_max=True)


@given(ATTEMPTS, CHANCES)
def test_a_delay_is_between_half_a_base_and_the_cap(attempt: int, chance: float) -> None:
    assert 1.0 <= delay(attempt, chance=chance, base=2.0, cap=60.0) <= 60.0


@given(ATTEMPTS, ATTEMPTS, CHANCES)
def test_more_failures_never_shorten_the_delay(one: int, other: int, chance: float) -> None:
    fewer, more = sorted((one, other))
    assert delay(fewer, chance=chance) <= delay(more, chance=chance)


@given(ATTEMPTS, CHANCES, st.floats(0, 1000))
def test_what_the_server_asked_for_is_never_undercut(
    attempt: int, chance: float, asked: float
) -> None:
    assert delay(attempt, chance=chance, asked=asked) >= asked


@each_row("attempt, low", [(1, 0.5), (2, 1.0), (3, 2.0), (7, 30.0), (99, 30.0)])
def test_half_of_a_doubling_delay_is_chance(attempt: int, low: float) -> None:
    assert delay(attempt, chance=0.0) == low
    assert delay(attempt, chance=0.5) == low * 1.5
