"""The inline flags, and how one begins in a text. Pure."""

from __future__ import annotations

import re

from bot.domain.kinds import Words
from bot.domain.options import OPTIONS, Option

_FIRST = ("ar", "no", "seed")
"""What most members look for, where the flags are listed."""


def _listed(row: Option) -> int:
    return _FIRST.index(row.flag) if row.flag in _FIRST else len(_FIRST)


FLAGS = {row.flag: row.name for row in sorted(OPTIONS, key=_listed) if row.flag}
"""Flag to option, in the order in which they are listed."""

NAMES = FLAGS | {alias: row.name for row in OPTIONS for alias in row.aliases}
"""The same with every alias."""

SPANNING = frozenset(
    name
    for row in OPTIONS
    if isinstance(row.kind, Words) and row.kind.spans
    for name in (row.flag, *row.aliases)
)
"""Flags that take all words up to the next one."""

# Phones write an em or en dash for two hyphens; elsewhere it is punctuation.
_DASHES = rf"(?:--|[—–](?=(?:{'|'.join(NAMES)})(?![^\s=])))"

FLAG = re.compile(rf"{_DASHES}(?P<name>[^\W_][^\s=]*)=?\s*", re.IGNORECASE)
"""A flag up to its value. It may only begin a word."""

WORD = re.compile(rf"(?!{_DASHES})\S+", re.IGNORECASE)
"""A value of one word."""

WORDS = re.compile(rf"(?:(?!{_DASHES})\S++\s*+)++", re.IGNORECASE)
"""A value of all words up to the next dashes."""
