"""What was told above a form is found again by a few letters."""

from __future__ import annotations

from bot.jobs.told import LETTERS, MOST, NOTHING_TOLD, Told, ToldForms
from bot.texts.text import text


def told(number: int) -> Told:
    return Told((text("adjusted.left_out", names=(f"--{number}",)),), ("Mood",))


def test_what_was_kept_is_found() -> None:
    forms = ToldForms()
    keys = [forms.keep(told(number)) for number in range(3)]
    assert [forms.of(key) for key in keys] == [told(number) for number in range(3)]
    assert all(key.isalnum() and len(key) == LETTERS for key in keys)


def test_the_same_has_the_same_key() -> None:
    forms = ToldForms()
    assert forms.keep(told(1)) == forms.keep(told(1))


def test_nothing_is_kept_of_nothing() -> None:
    assert ToldForms().keep(NOTHING_TOLD) == ""


def test_the_oldest_are_forgotten_but_not_what_was_told_again() -> None:
    forms = ToldForms()
    first, second = forms.keep(told(0)), forms.keep(told(1))
    for number in range(2, MOST):
        forms.keep(told(number))
    forms.keep(told(0))
    forms.keep(told(MOST))
    assert forms.of(first) == told(0)
    assert forms.of(second) == NOTHING_TOLD


def test_a_key_of_a_stranger_finds_nothing() -> None:
    assert ToldForms().of("0000") == NOTHING_TOLD
