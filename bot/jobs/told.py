"""What was told above a form, until it is submitted: its result says the same again.

Kept in memory, since an id has no room for it. A form of before a restart has lost it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.prompt.letters import letters

if TYPE_CHECKING:
    from bot.texts.text import Text

MOST = 500
"""Forms whose notes are kept; the oldest are forgotten."""

LETTERS = 4
"""Of a key: among so few, that two share one is next to impossible."""


@dataclass(frozen=True, slots=True)
class Told:
    """What of a picture, and of what was typed beside it, is not in a form as it was."""

    notes: tuple[Text, ...] = ()
    ignored: tuple[str, ...] = ()
    """Keys of a pasted block that mean nothing here."""


NOTHING_TOLD = Told()


class ToldForms:
    """By letters and digits that travel in the id of a form."""

    def __init__(self) -> None:
        self._told = OrderedDict[str, Told]()

    def keep(self, told: Told) -> str:
        """Return the key by which ``of`` finds it; empty if there is nothing to keep."""
        if told == NOTHING_TOLD:
            return ""
        digest = sha256(repr(told).encode()).digest()
        key = letters(int.from_bytes(digest), LETTERS)
        self._told[key] = told
        self._told.move_to_end(key)
        if len(self._told) > MOST:
            self._told.popitem(last=False)
        return key

    def of(self, key: str) -> Told:
        """Return what was kept; nothing if it is forgotten."""
        return self._told.get(key, NOTHING_TOLD)
