"""How images look, in few bits, and the images that a server wants never to see again. Pure.

A fingerprint is a difference hash: the image is made 17 by 16 pixels of grey, and each bit says
whether a pixel is brighter than the one to its left. Compression, size, brightness and contrast
change few of them, a small crop some.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, UserId

SIDE = 16
"""Bits along each side."""

BITS = SIDE * SIDE

LEAST_DETAIL = 48
"""Neighbouring bits that differ in an image which can be remembered. One colour, or one that runs
smoothly into another, has hardly any: it would be like every other such image."""

DETAIL_PER_BIT = 4
"""An image may differ by so many times fewer bits than the remembered one has detail. Drawings of
few shapes are told from each other by fewer bits than photographs."""

MOST_ALLOWED = 56
"""Bits by which any may differ. What is noise has detail enough for more."""

SHARED = 4
"""One in so many bits that say "brighter" in the remembered image is shared, and likewise of those
that do not: where they are few, far apart, it would else be like every blank one."""

MOST = 10_000
"""Images that a server may remember."""

UNTOLD = 0
"""In the place of a number: it cannot be told what an image is like."""

_ROW = (1 << SIDE) - 1
_ACROSS = sum((_ROW >> 1) << SIDE * row for row in range(SIDE))
_DOWN = (1 << (BITS - SIDE)) - 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Of an image, and of its mirror image."""

    upright: int
    mirrored: int

    @property
    def is_plain(self) -> bool:
        """Whether there is too little in it to tell it from others."""
        return detail(self.upright) < LEAST_DETAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedImage:
    """An image that is not to come again."""

    number: int = 0
    """In the database, by which moderators call it; 0 before it is there."""
    guild_id: GuildId
    bits: int
    by: UserId
    at: datetime
    case_id: CaseId | None = None
    """None where it came from a file."""
    case_number: int | None = None


class Remembering(StrEnum):
    """What came of a moderator's wish to remember an image."""

    DONE = "done"
    PLAIN = "plain"
    """There is too little in it."""
    UNKNOWN = "unknown"
    """Nobody took its fingerprint: it is older than them, or could not be read."""
    FULL = "full"


class RememberedImages:
    """All of a server."""

    def __init__(self, entries: Sequence[RememberedImage]) -> None:
        """Take them in the order of their numbers."""
        self.entries = entries
        self._sought = [(it.bits, allowance(it.bits), it.number) for it in entries]
        self._told: dict[Fingerprint, int | None] = {}

    def like(self, seen: Fingerprint | None) -> int | None:
        """Return the number of an image that this one is like, or None.

        ``UNTOLD`` where it has no fingerprint, and there is anything that it could be like.
        """
        if not self._sought:
            return None
        if seen is None:
            return UNTOLD
        if seen not in self._told:
            if len(self._told) >= MOST:
                self._told.clear()
            self._told[seen] = self._found(seen)
        return self._told[seen]

    def _found(self, seen: Fingerprint) -> int | None:
        upright, mirrored = seen.upright, seen.mirrored
        for bits, most, number in self._sought:
            if (upright ^ bits).bit_count() <= most or (mirrored ^ bits).bit_count() <= most:
                return number
        return None


NOTHING = RememberedImages(())


def detail(bits: int) -> int:
    """Return how many neighbouring bits differ, across and down."""
    across = (bits ^ (bits >> 1)) & _ACROSS
    down = (bits ^ (bits >> SIDE)) & _DOWN
    return across.bit_count() + down.bit_count()


def allowance(bits: int) -> int:
    """Return by how many bits an image may differ from one that it is like."""
    ones = bits.bit_count()
    fewer = max(1, min(ones, BITS - ones))
    return min(MOST_ALLOWED, detail(bits) // DETAIL_PER_BIT, fewer - fewer // SHARED - 1)
