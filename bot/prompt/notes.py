"""What is told of a prompt that was read in part: a few words each. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.texts.text import text
from bot.texts.typed import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.texts.text import Text

LEFT_OUT = "adjusted.left_out"

LENGTH = 60
"""Characters of a name or a value that a note repeats."""


@dataclass(slots=True)
class Notes:
    """The notes on one prompt, in the making."""

    changes: list[Text] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def changed(self, key: str, was: str, now: str) -> None:
        """A value was brought to the nearest."""
        self.changes.append(
            text("adjusted.changed", key=_short(key), was=_short(was), now=_short(now))
        )

    def random(self, key: str, was: str) -> None:
        """A seed is beyond those that there are."""
        self.changes.append(text("adjusted.random", key=_short(key), was=_short(was)))

    def cut(self, key: str, count: int) -> None:
        """Of a text ``count`` characters are left."""
        self.changes.append(text("adjusted.cut", key=_short(key), count=count))

    def left_out(self, name: str, value: str = "") -> None:
        """A flag, a tag or a key says nothing here."""
        self.left.append(_short(f"{name} {value}"))

    def told(self) -> tuple[Text, ...]:
        """Return all of them; what was left out is one, at the end."""
        if not self.left:
            return tuple(self.changes)
        names = tuple(dict.fromkeys(self.left))
        return (*self.changes, text("adjusted.left_out", names=names))


def joined(notes: Iterable[Text]) -> tuple[Text, ...]:
    """Return the notes of several readers, with all that they left out as one, at the end."""
    all_of_them = Notes()
    for note in notes:
        if note.code == LEFT_OUT:
            all_of_them.left += _names(note)
        else:
            all_of_them.changes.append(note)
    return all_of_them.told()


def _names(note: Text) -> list[str]:
    (_, names), *_rest = note.params
    return [str(name) for name in names] if isinstance(names, tuple) else []


def _short(words: str) -> str:
    return one_line(words.strip(), LENGTH)
