r"""Values between quotes, with ``\"`` for a quote inside. Pure.

As in C's ``argv`` on Windows, a backslash is special only in a run right before a quote:
there two stand for one. So prompts keep their ``\(`` and any text can be quoted.
"""

from __future__ import annotations

import re

QUOTED = re.compile(r'"(?P<inner>(?:[^"\\]|\\.)*+)"', re.DOTALL)

CURLY = re.compile("[“”„](?P<inner>[^“”„]*+)[“”]")
"""Typographic quotes, which have no escapes."""

# A run of backslashes is looked at once, from its beginning: any text takes linear time.
_BEFORE_QUOTE = re.compile(r'(?<!\\)(\\*+)("|\Z)')


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
