"""Quoting loses nothing."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.prompt.quote import QUOTED, quote, unquote
from tests.tables import each_row


@given(st.text() | st.text(alphabet='\\"a '))
@example("a\\\n")
def test_any_text_survives_its_quotes(text: str) -> None:
    match = QUOTED.fullmatch(quote(text))
    assert match is not None
    assert unquote(match["inner"]) == text


@each_row(
    "inner, text",
    [(r"\"hi\"", '"hi"'), (r"\(red\)", r"\(red\)"), (r"C:\\x", r"C:\\x"), (r"end\\", "end\\")],
)
def test_a_backslash_is_special_only_before_a_quote(inner: str, text: str) -> None:
    assert unquote(inner) == text
