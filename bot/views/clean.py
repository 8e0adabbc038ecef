"""Make text that members wrote harmless to show: one line, nothing hidden, no markup, no pings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from bot.views.shorten import Room, clusters, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

ZERO_WIDTH_SPACE = "\u200b"

WORD_JOINER = "\u2060"
"""As wide, that is not at all; but no line ends there, as one may beside the other."""

JOINERS = "\u200c\u200d"
"""The zero-width characters that emoji, Persian and Indic scripts need."""

MAX_MARKS = 4
"""Combining marks that one character may carry; real scripts need at most three."""

REMEMBERED = 256
"""Texts; a prompt is shown several times in the life of its job."""

_BLANKS = {"Cc", "Zl", "Zp", "Zs"}
_MARKS = {"Mn", "Me"}
_MARKUP = re.compile(r"[\\*_~|`\[\]/]")
_OPENERS = re.compile("[@<]")
_BLOCK_STARTS = frozenset("#>-+0123456789")


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """Return the text on one line, without characters that hide, reorder or pile up."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(_visible(text))
    return " ".join(text.split())


@lru_cache(maxsize=REMEMBERED)
def shown(text: str, room: Room) -> str:
    """Return the text so that Discord shows its characters and nothing else.

    No mention, timestamp, emoji, link, heading, list, spoiler or emphasis comes of it. Shortened
    to ``room``, escapes included; may be empty.
    """
    readable = plain(text)
    lead = ZERO_WIDTH_SPACE if readable[:1] in _BLOCK_STARTS and readable else ""
    whole = lead + _escaped(readable)
    # As nearly always: to go through it sign by sign takes ten times as long.
    if room.holds(whole):
        return whole
    return lead + fill(map(_escaped, clusters(readable)), room.less(lead))


@lru_cache(maxsize=REMEMBERED)
def code(text: str, room: Room) -> str:
    """Return the text as inline code; shortened to ``room``, backticks included."""
    readable = plain(text).replace("`", "'") or "?"
    return f"`{fill(map(_broken_up, clusters(readable)), room.less('``'))}`"


def _escaped(cluster: str) -> str:
    """Character by character, since a joiner may tie markup to anything."""
    return _broken_up(_MARKUP.sub(r"\\\g<0>", cluster))


def _broken_up(cluster: str) -> str:
    """Part the characters that open mentions, since not every client honours a backslash there."""
    return _OPENERS.sub(rf"\g<0>{WORD_JOINER}", cluster)


def _visible(text: str) -> Iterator[str]:
    for piled, run in groupby(text, key=lambda char: unicodedata.category(char) in _MARKS):
        marks = list(run)
        yield from marks[:MAX_MARKS] if piled else map(_replaced, marks)


def _replaced(char: str) -> str:
    category = unicodedata.category(char)
    if category in _BLANKS:
        return " "
    if category == "Cs":
        return "\ufffd"
    if category == "Cf" and char not in JOINERS and not "\U000e0020" <= char <= "\U000e007f":
        return ""
    return char
