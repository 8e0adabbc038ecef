r"""Values between quotes, with ``\"`` for a quote inside. Pure.

As in C's ``argv`` on Windows, a backslash is special only in a run right before a quote:
there two stand for one. So prompts keep their ``\(`` and any text can be quoted.
"""

from __future__ import annotations

import re

QUOTED = re.compile(r'"(?P<inner>(?>(?:[^"\\]|\\.)*))"', re.DOTALL)

CURLY = re.compile("[“”„](?P<inner>[^“”„]*+)[“”]")
"""Typographic quotes, which have no escapes."""

OPENING = ('"', "“", "”", "„")
"""What a value between quotes begins with, closed or not."""

ANY_QUOTED = "|".join(one.pattern.replace("?P<inner>", "?:") for one in (QUOTED, CURLY))
"""Either, as a part of a larger pattern."""

# A run of backslashes is looked at once, from its beginning: any text takes linear time.
_BEFORE_QUOTE = re.compile(r'(?<!\\)(\\*+)("|\Z)')


def quoted_at(text: str, at: int) -> tuple[str, int] | None:
    """Return what stands between the quotes at ``at``, and where they end, or None."""
    if match := QUOTED.match(text, at):
        return unquote(match["inner"]), match.end()
    match = CURLY.match(text, at)
    return (match["inner"], match.end()) if match else None


def unquote(inner: str) -> str:
    """Return the text that stands between quotes as ``inner``."""
    return _BEFORE_QUOTE.sub(_unescaped, inner)


def _unescaped(match: re.Match[str]) -> str:
    return "\\" * (len(match[1]) // 2) + match[2]


def quote(text: str) -> str:
    """Return ``text`` between quotes."""
    return f'"{_BEFORE_QUOTE.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    return match[1] * 2 + match[2].replace('"', r"\"")
