"""Chance that is the same every time."""

from __future__ import annotations

import random


class Dice:
    """Independent streams of chance from one key.

    A stream for each part of a picture keeps the others in place when one part needs more.
    """

    def __init__(self, *key: object) -> None:
        self._key = repr(key)

    def stream(self, name: str) -> random.Random:
        """Return the stream of that name from its start."""
        return random.Random(f"{self._key}/{name}")  # noqa: S311 - pictures, no secret
