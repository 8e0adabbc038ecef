"""A part of an image file: a chunk or a segment, by where it stands. Nothing is copied."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

Kind = TypeVar("Kind", bytes, int)


class Part(NamedTuple, Generic[Kind]):
    """One part; ``end`` lies beyond the file where that is cut off."""

    kind: Kind
    """A chunk's name, or a segment's marker."""
    at: int
    """Where it begins, with its name or marker."""
    start: int
    """Where its data begin."""
    stop: int
    """Where its data end."""
    end: int
    """Where the next part may begin."""


def unsigned(data: bytes, at: int, size: int, *, little: bool = False) -> int:
    """Return the unsigned number of ``size`` bytes at a place; 0 beyond the end."""
    return int.from_bytes(data[at : at + size], "little" if little else "big")
