"""What the stand-in calls unsafe."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.novita.detection import confidence, is_hot
from tests.tables import each_row


@each_row(
    "prompt, from_level",
    [("nsfw", 0), ("a nude statue", 0), ("1girl,sexy", 1), ("kissing", 1), ("swimsuit", 2)],
)
def test_a_word_counts_from_its_level_up(prompt: str, from_level: int) -> None:
    assert [is_hot(prompt, level) for level in range(3)] == [
        level >= from_level for level in range(3)
    ]


def test_a_part_of_a_word_does_not_count() -> None:
    assert not is_hot("nudeness and nsfwish", 2)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 8))
def test_one_image_of_a_hot_batch_is_confident(seed: int, count: int) -> None:
    values = [confidence("nude", seed, i, count=count, level=0) for i in range(count)]
    assert sum(93 <= value <= 95 for value in values) == 1
    assert sum(0 <= value <= 20 for value in values) == count - 1


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(0, 2**32 - 1), st.integers(0, 7))
def test_the_same_image_has_the_same_confidence(prompt: str, seed: int, index: int) -> None:
    first = confidence(prompt, seed, index, count=8, level=1)
    assert first == confidence(prompt, seed, index, count=8, level=1)
