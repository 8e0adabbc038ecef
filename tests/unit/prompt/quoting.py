"""The way back from ``unquote``, for its laws."""

from __future__ import annotations

import re

BEFORE_QUOTE = re.compile(r'(\\*)("|\Z)?')


def quote(text: str) -> str:
    """Return ``text`` between quotes."""
    return f'"{BEFORE_QUOTE.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    if match[2] is None:
        return match[0]
    return match[1] * 2 + match[2].replace('"', r"\"")
