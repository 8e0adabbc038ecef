"""What is told of a prompt that was read in part: a few words each. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.texts.text import text
from bot.texts.typed import one_line, typed

if TYPE_CHECKING:
    from bot.texts.text import Text

_LENGTH = 40
"""Characters of what was written that a note repeats."""


@dataclass(slots=True)
class Notes:
    """The notes on one prompt, in the making."""

    changes: list[Text] = field(default_factory=list)
    left: list[str | Text] = field(default_factory=list)

    def changed(self, key: str, was: str, now: str) -> None:
        """A value was brought to the nearest."""
        given, taken = typed(was, _LENGTH), typed(now, _LENGTH)
        self.changes.append(text("adjusted.changed", key=_named(key), was=given, now=taken))

    def random(self, key: str) -> None:
        """A seed is beyond those that there are."""
        self.changes.append(text("adjusted.random", key=_named(key)))

    def left_out(self, name: str, value: str = "") -> None:
        """A flag, a tag or a key says nothing here."""
        self.left.append(typed(f"{name} {value}".strip(), _LENGTH))

    def told(self) -> tuple[Text, ...]:
        """Return all of them; what was left out is one."""
        if not self.left:
            return tuple(self.changes)
        names = tuple(dict.fromkeys(self.left))
        return (*self.changes, text("adjusted.left_out", names=names))


def _named(key: str) -> str:
    return one_line(key, _LENGTH)
