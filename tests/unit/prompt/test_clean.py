"""What cannot be seen is taken out, what shapes letters stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.prompt.clean import clean, tidy
from tests.tables import each_row

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"


@each_row(
    "character",
    [
        *map(chr, range(0x202A, 0x202F)),
        *map(chr, range(0x2066, 0x206A)),
        *"\0\a\x0e\x1b\x1f\x7f\x9b\xad\u034f\u061c\u180e\u200b\u200e\u200f\u2060\u2063\ufeff",
        *"\ufff9\ufffa\ud800\udabc\udfff\U000e0001\U000e0041\U000e007f",
    ],
)
def test_an_invisible_character_is_removed(character: str) -> None:
    assert clean(f"a{character}b") == "ab"


@each_row("text", [FAMILY, PERSIAN, "\u0915\u094d\u200d\u0937", "e\u0301", "❤\ufe0f"])
def test_what_shapes_visible_characters_stays(text: str) -> None:
    assert clean(text) == text


@each_row(
    "text, cleaned",
    [
        ("\u200dcat", "cat"),
        ("cat\u200c", "cat"),
        ("a \u200d cat", "a  cat"),
        ("a\u200d cat", "a cat"),
        ("a\u200d\u200c cat", "a cat"),
        ("a \u200c\u200dcat", "a cat"),
        ("\u200b\u200d", ""),
        ("a\n\u200db", "a\nb"),
    ],
)
def test_a_joiner_without_a_visible_character_on_both_sides_is_removed(
    text: str, cleaned: str
) -> None:
    assert clean(text) == cleaned


@each_row("end", ["\r\n", " \n \n ", *"\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"])
def test_every_line_end_becomes_one_space_in_a_tidy_text(end: str) -> None:
    assert tidy(f"a cat{end}in rain") == "a cat in rain"


def test_a_tab_is_a_space() -> None:
    assert tidy("a\tcat") == "a cat"


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
