"""What is said once."""

from __future__ import annotations

from bot.engines.once import Once


def test_only_the_first_is_the_first() -> None:
    once = Once()
    assert [once.is_first("a", "1"), once.is_first("a", "1")] == [True, False]
    assert [once.is_first("a", "2"), once.is_first("b", "1")] == [True, True]


def test_of_much_the_oldest_is_forgotten() -> None:
    once = Once(kept=2)
    for word in ("a", "b", "a", "c"):
        once.is_first(word)
    assert not once.is_first("a")
    assert once.is_first("b")
    assert len(once._said) == 2
