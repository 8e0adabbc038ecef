"""Which options were typed is told by three letters."""

from __future__ import annotations

from bot.prompt.options import SHAPE
from bot.prompt.strict import BENT, LENGTH, as_letters, of_letters
from tests.tables import each_row


@each_row("typed", [(), ("steps",), ("negative_prompt", "format"), BENT])
def test_letters_tell_which(typed: tuple[str, ...]) -> None:
    written = as_letters(typed)
    assert len(written) == LENGTH
    assert written.isalnum()
    assert of_letters(written) == {*typed} | (SHAPE if "size" in typed else set())


@each_row("part", sorted(SHAPE))
def test_a_part_of_a_shape_is_all_of_it(part: str) -> None:
    assert of_letters(as_letters({part})) == SHAPE


def test_of_a_prompt_nothing_is_bent() -> None:
    assert of_letters(as_letters({"prompt"})) == frozenset()


@each_row("written", ["", "z", "ZZZ", "zzzabcd"])
def test_letters_of_a_stranger_tell_something(written: str) -> None:
    assert of_letters(written) <= {*BENT} | SHAPE
