"""What a member typed, made fit to be quoted in a sentence. Pure."""

from __future__ import annotations

import unicodedata

from bot.texts.text import Text, text

QUOTED = 80
"""Characters that a sentence repeats: a value may be as long as the prompt it stands in."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
_KEPT = frozenset("\n\t\u200c\u200d")
"""Of these, what gives lines and words their form: joiners shape emoji, Persian and Indic words."""

NOTHING = text("option.nothing")


def typed(given: object, length: int = QUOTED) -> str | Text:
    """Return it as inline code on one line, cut short; what is empty is said to be nothing."""
    line = one_line(str(given), length)
    return f"`{line}`" if line else NOTHING


def one_line(given: str, length: int) -> str:
    """Return it without what would end inline code, or hide in it."""
    seen = "".join(char if char.isprintable() else " " for char in given[: length * 4])
    line = " ".join(seen.replace("`", "'").split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def readable(given: str) -> str:
    """Return it line by line as it was typed, without characters that hide or reorder."""
    lines = "\n".join(given.splitlines())
    return "".join(
        char for char in lines if char in _KEPT or unicodedata.category(char) not in _HIDDEN
    )
