"""How much of the engine's images a minute is spent."""

from __future__ import annotations

from bot.jobs.image_rate import WINDOW, ImageRate


def test_what_a_minute_takes_is_spent_and_comes_back() -> None:
    rate = ImageRate(20)
    rate.spend(8, 0)
    rate.spend(8, 30)
    assert not rate.is_spent(4, 59)
    assert rate.is_spent(5, 59)
    assert not rate.is_spent(12, WINDOW)
    assert rate.is_spent(13, WINDOW)


def test_a_job_larger_than_a_minute_waits_for_nobody_but_others() -> None:
    rate = ImageRate(4)
    assert not rate.is_spent(8, 0)
    rate.spend(1, 0)
    assert rate.is_spent(8, 1)
