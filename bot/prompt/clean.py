"""Take out of a text what cannot be seen. Pure."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_JOINERS = re.compile("[\u200c\u200d]")
# They shape emoji, Persian and Indic words; at the edge of a word they shape nothing.
_LOOSE_JOINERS = re.compile("(?<!\\S)[\u200c\u200d]++|(?<![\u200c\u200d])[\u200c\u200d]++(?!\\S)")


def clean(text: str) -> str:
    """Return ``text`` without control, zero-width and direction characters.

    All line ends become one kind, lines lose the space around them, empty ones go, tabs are
    spaces. Half of a surrogate pair, which no encoder takes, goes too.
    """
    # Nearly every prompt and value is such, and each is cleaned more than once.
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    visible = _LOOSE_JOINERS.sub("", _INVISIBLE.sub("", spaced))
    return "\n".join(filter(None, (line.strip() for line in visible.split("\n"))))


def tidy(text: str) -> str:
    """Return ``text`` clean and on one line."""
    return clean(text).replace("\n", " ")


def unjoined(text: str) -> str:
    """Return ``text`` without joiners, for what has none: flags, numbers, choices."""
    return _JOINERS.sub("", text)
