"""The line that says what was adjusted: whole entries, in the room that there is."""

from __future__ import annotations

import re

from bot.views.adjusted import ROOM, adjusted_line
from tests.tables import each_row


def test_every_change_is_told_in_one_line() -> None:
    assert adjusted_line(["Seed 5 → random", "without VAE x"], "en") == (
        "Adjusted: Seed 5 → random, without VAE x"
    )


@each_row("letter", ["a", "*", "狐", "😀"])
@each_row("count", [2, 9, 50])
def test_what_has_no_room_is_counted(letter: str, count: int) -> None:
    line = adjusted_line([f"n{number} {letter * 60}" for number in range(count)], "en")
    assert ROOM.holds(line)
    told = re.findall(r"n\d+", line)
    assert told == [f"n{number}" for number in range(len(told))]
    more = f", and {count - len(told)} more"
    assert line.endswith(more) is (len(told) < count)
    assert told


def test_an_entry_is_harmless() -> None:
    line = adjusted_line(["Sampler @everyone **bold** <@1> https://x.example → Euler a"], "en")
    assert "@everyone" not in line
    assert "**" not in line
    assert "<@1>" not in line
    assert "://" not in line
