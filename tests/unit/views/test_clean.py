from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from bot.views.clean import MAX_MARKS, code, plain, shown
from bot.views.shorten import Room
from tests.tables import each_row
from tests.unit.views.prompts import NASTY, PROMPTS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOM = Room(1700, 4500)

LIVE = (
    r"@(everyone|here)",
    r"<(@[!&]?|#)\d+>",
    r"<t:-?\d+(:\w)?>",
    r"</[^>]*:\d+>",
    r"<a?:\w+:\d+>",
    r"<id:\w+>",
    r"(?<!\\)(\\\\)*[`*_~|\[\]]",
    r"https?://",
    r"^\s*(#{1,3} |-# |>|[-+*] |\d+\. )",
    r"[\n\r\u2028\u2029\x00]",
    r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]",
)
"""What Discord would make something of."""


@each_row("pattern", LIVE)
@each_row("prompt", NASTY)
def test_nothing_in_a_shown_prompt_is_live(prompt: str, pattern: str) -> None:
    assert re.search(pattern, shown(prompt, ROOM)) is None


@given(PROMPTS)
def test_no_prompt_is_live(prompt: str) -> None:
    text = shown(prompt, ROOM)
    assert [pattern for pattern in LIVE if re.search(pattern, text)] == []


@given(PROMPTS)
def test_shown_text_keeps_its_room_and_can_be_sent(prompt: str) -> None:
    text = shown(prompt, ROOM)
    assert len(text) <= 1700
    assert len(text.encode()) <= 4500


@given(PROMPTS)
def test_code_is_one_span_within_its_room(name: str) -> None:
    text = code(name, Room(60, 150))
    assert re.fullmatch("`[^`\n]+`", text)
    assert not re.search("@everyone|<@", text)
    assert len(text) <= 60
    assert len(text.encode()) <= 150


@given(PROMPTS)
def test_marks_never_pile_up(prompt: str) -> None:
    run = 0
    for char in plain(prompt):
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        assert run <= MAX_MARKS


@each_row(
    "text, expected",
    [
        ("a fox, (best:1.2) high-res", "a fox, (best:1.2) high-res"),
        ("a\nfox\t in  snow", "a fox in snow"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽", "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽"),
        ("\u202eevil\u202c", "evil"),
        ("\ud800", "\ufffd"),
        ("é", "é"),
        ("", ""),
    ],
)
def test_plain_text_keeps_what_people_read(text: str, expected: str) -> None:
    assert plain(text) == expected


@each_row("text", ["a fox, (best:1.2) high-res", "狐と雪", "fox: 3/4 view"])
def test_an_ordinary_prompt_reads_as_written(text: str) -> None:
    assert shown(text, ROOM).replace("\\", "") == text


def test_a_name_of_nothing_is_still_a_span() -> None:
    assert code("\u202e", ROOM) == "`?`"


@pytest.mark.parametrize("made", [shown, code])
def test_no_line_ends_inside_a_name_that_pings_nobody(made: Callable[[str, Room], str]) -> None:
    text = made("a fox for @everyone", ROOM)
    assert "@\u2060everyone" in text
    assert "\u200b" not in text
