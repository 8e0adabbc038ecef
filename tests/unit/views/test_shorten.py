from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.views.shorten import ELLIPSIS, LONGEST_CLUSTER, Room, clusters, fill, shorten
from tests.tables import each_row
from tests.unit.views.prompts import PROMPTS

TEXTS = PROMPTS.map(lambda text: text.encode("utf-8", "replace").decode())


@given(TEXTS, st.integers(0, 200), st.integers(0, 600))
def test_shortened_text_fits(text: str, chars: int, size: int) -> None:
    short = shorten(text, Room(chars, size))
    assert len(short) <= chars
    assert len(short.encode()) <= size


@given(TEXTS, st.integers(1, 200), st.integers(3, 600))
def test_only_whole_clusters_are_kept(text: str, chars: int, size: int) -> None:
    short = shorten(text, Room(chars, size))
    if short != text:
        assert short.endswith(ELLIPSIS)
        kept = short.removesuffix(ELLIPSIS)
        starts = {""}
        for cluster in clusters(text):
            starts.add(max(starts, key=len) + cluster)
        assert kept in starts


@given(TEXTS)
def test_text_that_fits_is_untouched(text: str) -> None:
    assert shorten(text, Room(len(text), len(text.encode()))) == text


@given(TEXTS)
def test_clusters_are_the_text_in_bounded_pieces(text: str) -> None:
    parts = list(clusters(text))
    assert "".join(parts) == text
    assert all(1 <= len(part) <= LONGEST_CLUSTER for part in parts)


@each_row("one", ["é", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇫🇷", "👍🏽", "❤️", "1️⃣", "🏳️‍🌈", "नि"])
def test_what_a_reader_takes_for_one_is_one_cluster(one: str) -> None:
    assert list(clusters(one * 3)) == [one] * 3


def test_as_much_as_fits_is_kept() -> None:
    assert shorten("abcdef", Room(4, 100)) == "abc…"
    assert shorten("abcdef", Room(100, 5)) == "ab…"


def test_a_piece_too_many_gives_way_to_the_ellipsis() -> None:
    assert fill(["ab", "cd", "ef"], Room(5, 100)) == "abcd…"
    assert fill(["ab", "cd", "ef"], Room(4, 100)) == "ab…"


def test_without_room_for_an_ellipsis_nothing_is_left() -> None:
    assert shorten("abc", Room(2, 2)) == ""
