"""When to look: laws, and what a thousand tasks cost."""

from __future__ import annotations

import random
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.polling import (
    EARLY_LOOK,
    FOLLOWED,
    LONGEST,
    PIONEERS,
    SHORTEST,
    TRUSTED,
    UNLEARNED,
    Window,
    next_look,
    too_early,
    window,
)
from tests.tables import each_row

if TYPE_CHECKING:
    from collections.abc import Callable

ELAPSED = st.floats(0, 2000)
WINDOWS = st.lists(st.floats(0, 900), min_size=1, max_size=30).map(window)


@given(ELAPSED, WINDOWS | st.none(), st.none() | st.floats())
def test_a_wait_is_bounded(elapsed: float, learned: Window | None, remaining: float | None) -> None:
    ahead = max(0.0, (learned or UNLEARNED).low - elapsed)
    assert SHORTEST <= next_look(elapsed, learned, remaining) <= ahead + LONGEST


@given(ELAPSED, st.floats(0.01, 900))
def test_before_a_learned_window_nobody_looks(elapsed: float, low: float) -> None:
    learned = Window(low, low + 2)
    assert elapsed + next_look(elapsed, learned) >= low


@given(st.floats(2, 5.999), st.floats(2, 5.999))
def test_looks_come_closer_towards_the_end_of_the_window(one: float, other: float) -> None:
    early, late = sorted((one, other))
    assert next_look(early, UNLEARNED) >= next_look(late, UNLEARNED)


@given(st.floats(6, 2000), st.floats(6, 2000))
def test_after_the_window_looks_back_off(one: float, other: float) -> None:
    soon, late = sorted((one, other))
    assert next_look(soon, UNLEARNED) <= next_look(late, UNLEARNED)


@given(st.floats(0, 60))
@example(0.0)
def test_what_is_late_is_found_within_a_sixth_of_its_lateness(late: float) -> None:
    assert 0.25 <= next_look(UNLEARNED.high + late, UNLEARNED) <= 0.25 + late / 6


@each_row("elapsed", [0.0, 0.2, 0.5])
def test_an_unlearned_task_gets_one_early_look(elapsed: float) -> None:
    assert elapsed + next_look(elapsed, None) == pytest.approx(EARLY_LOOK)
    assert next_look(EARLY_LOOK, None) > UNLEARNED.low - EARLY_LOOK


def test_the_estimate_of_the_engine_is_believed_for_a_while() -> None:
    assert next_look(20.0, None, remaining=10.0) == 7.0
    assert next_look(20.0, None, remaining=0.5) == 0.35
    assert next_look(0.0, None, remaining=500.0) == 1.0
    assert next_look(10.0, None, remaining=500.0) == 5.0


@each_row("remaining", [None, 0.0, -1.0, float("nan")])
def test_no_estimate_changes_nothing(remaining: float | None) -> None:
    assert next_look(3.0, None, remaining) == next_look(3.0, None)


def test_nothing_is_learned_from_nothing() -> None:
    assert window([]) is None


@given(st.lists(st.floats(0, 900), min_size=1))
@example([1.0] * TRUSTED)
def test_a_window_has_room_around_what_was_seen(seconds: list[float]) -> None:
    learned = window(seconds)
    assert learned is not None
    assert 0 <= learned.low < learned.high
    assert learned.low <= sorted(seconds)[len(seconds) // 2] <= learned.high


@pytest.mark.parametrize(
    "seconds", [[0.0, *[4.0] * 8, 500.0], [0.0, 500.0, *[4.0] * 20, 0.1, 400.0]]
)
def test_a_window_leaves_out_the_outer_tenths(seconds: list[float]) -> None:
    learned = window(seconds)
    assert learned is not None
    assert 3.5 < learned.low < 4.0 < learned.high < 4.5


def cost(wait: Callable[[float], float], runs: list[float]) -> tuple[float, float]:
    """Return the mean number of looks and the mean seconds from a task's end to the last look."""
    looks, late = [], []
    for run in runs:
        at, count = 0.0, 0
        while at < run:
            at += wait(at)
            count += 1
        looks.append(count)
        late.append(at - run)
    return fmean(looks), fmean(late)


def test_two_thousand_tasks_are_found_sooner_than_by_a_fixed_half_second() -> None:
    chance = random.Random(2026)  # noqa: S311 - a simulation, not a secret
    runs = [chance.uniform(2, 6) for _ in range(2000)]
    learned = window(runs[:30])

    for looks, late in (
        cost(lambda at: next_look(at, None), runs),
        cost(lambda at: next_look(at, learned), runs),
    ):
        assert looks <= 10
        assert late < 0.15

    _, fixed_late = cost(lambda _: 0.5, runs)
    assert fixed_late > 0.23


def test_the_first_to_end_do_not_narrow_the_window() -> None:
    few = window([2.1] * (TRUSTED - 1))
    assert few is not None
    assert few.high >= UNLEARNED.high
    enough = window([2.1] * TRUSTED)
    assert enough is not None
    assert enough.high < UNLEARNED.low + 1


def test_a_few_that_run_on_teach_nothing() -> None:
    assert window([], [30.0] * (PIONEERS - 1)) is None


def test_what_pioneers_have_run_for_is_when_the_others_are_looked_at() -> None:
    learned = window([], [30.0] * PIONEERS)
    assert learned == replace(UNLEARNED, least=30.0)
    assert too_early(4.0, learned) > 0


def test_members_are_promised_no_time_that_pioneers_are_past() -> None:
    assert replace(UNLEARNED, least=3.0).promised == UNLEARNED.high
    assert replace(UNLEARNED, least=30.0).promised == 32.0


def test_pioneers_past_all_that_is_known_look_ever_more_rarely() -> None:
    def wait(seconds: float) -> float:
        return next_look(seconds, window([], [seconds] * PIONEERS))

    assert wait(3.0) < wait(7.0) < wait(15.0) < wait(60.0) == pytest.approx(0.25 + 54 * 0.15)


@given(st.floats(2, 2000), st.lists(st.floats(0, 900), max_size=30))
def test_the_furthest_pioneer_is_never_held_up(seconds: float, ended: list[float]) -> None:
    learned = window(ended, [seconds] * PIONEERS)
    assert too_early(seconds + next_look(seconds, learned), learned) == 0


def test_nobody_looks_before_the_pioneers_do_again() -> None:
    learned = window([], [30.0] * PIONEERS)
    again = 30.0 + next_look(30.0, learned)
    assert all(too_early(elapsed, learned) > 0 for elapsed in (0.5, 4.0, 30.0, again - 0.1))
    assert too_early(again, learned) == 0


@given(st.floats(0, 2000), st.floats(2.1, 2000))
def test_who_waits_for_the_pioneers_asks_again_soon(elapsed: float, seconds: float) -> None:
    learned = window([], [seconds] * PIONEERS)
    if elapsed < seconds:
        assert next_look(elapsed, learned) <= 2 * FOLLOWED
    assert too_early(elapsed, learned) <= 2 * FOLLOWED


def test_what_is_learned_of_ended_tasks_holds_up_nobody_within_its_window() -> None:
    learned = window([10.0] * TRUSTED)
    assert learned is not None
    assert too_early(4.0, learned) == learned.low - 4.0
    assert too_early(learned.low, learned) == too_early(0.0, None) == 0


def test_pioneers_that_are_no_further_than_the_window_teach_nothing() -> None:
    assert window([], [EARLY_LOOK / 2] * PIONEERS) is None
    ended = [10.0] * TRUSTED
    assert window(ended, [5.0] * PIONEERS) == window(ended)


def test_where_pioneers_looked_early_nobody_else_does() -> None:
    for seconds in (EARLY_LOOK, UNLEARNED.low):
        assert window([], [seconds] * PIONEERS) == UNLEARNED


def test_of_many_pioneers_all_ten_of_the_furthest_count() -> None:
    running = [1.0] * 20 + [30.0] + [100.0] * (PIONEERS - 1)
    learned = window([], running)
    assert learned is not None
    assert learned.least == 30.0


def test_a_like_task_that_ended_sooner_than_the_pioneers_run_is_not_looked_past() -> None:
    learned = window([20.0, 10.0, 25.0], [30.0] * PIONEERS)
    assert learned is not None
    assert 9.5 < learned.least < 10.0
    assert learned.high > 25.0


def test_pioneers_that_run_on_move_a_learned_window() -> None:
    learned = window([40.0], [30.0] * PIONEERS)
    assert learned is not None
    assert learned.least == 30.0
    assert learned.high > 40.0
