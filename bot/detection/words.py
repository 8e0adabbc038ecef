"""What the bot and the detector's process say to each other.

A picture goes there as its length in eight bytes and then itself; two lines come back for each,
that it is there whole and what it shows, and one before the first, which says that all is loaded.
"""

from __future__ import annotations

READY = "ready"
TAKEN = "taken"
SCORE = "score"
FAULT = "fault"

LENGTH = 8
"""Bytes."""

LONGEST_REASON = 200


def header(data: bytes) -> bytes:
    """Return what goes before a picture."""
    return len(data).to_bytes(LENGTH)


def line(word: str, told: str = "") -> bytes:
    """Return a line to the bot; whatever is told, it is one line."""
    told = " ".join(told.split())[:LONGEST_REASON]
    return f"{word} {told}\n".encode(errors="replace")


def read(answer: bytes) -> tuple[str, str]:
    """Return a line's word, and what it tells."""
    word, _, told = answer.decode(errors="replace").strip().partition(" ")
    return word, told


def share(told: str) -> float | None:
    """Return how explicit a picture is told to be, 0 to 1; None when that is no such number."""
    try:
        value = float(told)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None
