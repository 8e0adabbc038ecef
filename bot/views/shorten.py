"""Cut text to so many characters and so many bytes, never inside what a reader sees as one."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ELLIPSIS = "…"

LONGEST_CLUSTER = 16
"""Code points; a longer chain of joined emoji is nobody's single character."""

_ZERO_WIDTH_JOINER = "\u200d"
_ZERO_WIDTH_NON_JOINER = "\u200c"


@dataclass(frozen=True, slots=True)
class Room:
    """How much a text may take up."""

    chars: int
    bytes: int

    def less(self, text: str) -> Room:
        """Return what is left beside ``text``."""
        return Room(self.chars - len(text), self.bytes - len(text.encode()))

    def holds(self, text: str) -> bool:
        """Whether ``text`` fits."""
        return len(text) <= self.chars and len(text.encode()) <= self.bytes


def shorten(text: str, room: Room) -> str:
    """Return the text, or as much of its start as fits before an ellipsis."""
    return text if room.holds(text) else fill(clusters(text), room)


def fill(pieces: Iterable[str], room: Room) -> str:
    """Join pieces while they fit; when one does not, end with an ellipsis instead."""
    everything = list(pieces)
    whole = "".join(everything)
    if room.holds(whole):
        return whole
    kept: list[str] = []
    left = room
    for piece in everything:
        if not left.holds(piece):
            return _ended(kept, left)
        kept.append(piece)
        left = left.less(piece)
    return _ended(kept, left)


def _ended(kept: list[str], left: Room) -> str:
    while kept and not left.holds(ELLIPSIS):
        dropped = kept.pop()
        left = Room(left.chars + len(dropped), left.bytes + len(dropped.encode()))
    return "".join(kept) + ELLIPSIS if left.holds(ELLIPSIS) else ""


def clusters(text: str) -> Iterator[str]:
    """Split into user-perceived characters, near enough to Unicode's annex 29 for cutting."""
    if text.isascii():
        yield from text
        return
    cluster = ""
    for char in text:
        if cluster and len(cluster) < LONGEST_CLUSTER and _belongs(char, cluster):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster


def _belongs(char: str, cluster: str) -> bool:
    if char in (_ZERO_WIDTH_JOINER, _ZERO_WIDTH_NON_JOINER):
        return True
    if cluster[-1] == _ZERO_WIDTH_JOINER or unicodedata.category(char).startswith("M"):
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return True
    return len(cluster) == 1 and _is_flag_half(cluster) and _is_flag_half(char)


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
