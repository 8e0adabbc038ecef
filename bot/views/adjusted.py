"""One line that says what of a wish was not taken as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import shown
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM = Room(300, 800)
"""For the line."""

_ENTRY_ROOM = Room(200, 500)


def adjusted_line(notes: Sequence[str], locale: str) -> str:
    """Return the line, with as many entries as it has room for and the number of the others."""
    told: list[str] = []
    for note in notes:
        entry = shown(note, _ENTRY_ROOM)
        if not ROOM.holds(_line([*told, entry], len(notes) - len(told) - 1, locale)):
            break
        told.append(entry)
    return _line(told, len(notes) - len(told), locale)


def _line(told: Sequence[str], more: int, locale: str) -> str:
    rest = (text("adjusted.more", count=more),) if more else ()
    return say(text("result.adjusted", changes=(*told, *rest)), locale)
