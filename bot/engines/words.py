"""Make what the engine says fit a line of a log, a message and a column of a database. Pure."""

from __future__ import annotations

import re

LONGEST_ID = 200
"""Characters; the vendor's own ids have 36."""

_PATH = re.compile(r"(?<![\w.])(?:[A-Za-z]:)?[/\\](?:[^\s/\\]{1,99}[/\\])+[^\s/\\]*")
"""From the root on: a folder of the server's own. A model's folder is part of its name."""

_SECRETIVE = re.compile(r"\S*(?:://|\?)\S*|\bsk_\w+|\bBearer\s+\S+", re.IGNORECASE)
_LONGEST_WORDS = 200
_READ_WORDS = 400
"""The search for secrets is quadratic in this."""


def clean(words: str) -> str:
    """Return the engine's words in one short line, without addresses and keys."""
    if not words:
        return ""
    printable = "".join(char if char.isprintable() else " " for char in words[:_READ_WORDS])
    return " ".join(_SECRETIVE.sub("…", printable).split())[:_LONGEST_WORDS]


def for_member(words: str) -> str:
    """Return the engine's words for a member: as ``clean``, and without paths of its machine."""
    return clean(_PATH.sub("…", words[:_READ_WORDS]))


def is_id(words: str) -> bool:
    """Whether words can be the id of a task: short, and without spaces and control characters."""
    return 0 < len(words) <= LONGEST_ID and words.isprintable() and " " not in words


def as_id(words: str) -> str:
    """Return a name that the engine gives to a task in a form that can be stored.

    What cannot be part of an id becomes "…", so that no odd name turns into another task's id.
    """
    if not words or is_id(words):
        return words
    start = "".join(char if is_id(char) else "…" for char in words[:LONGEST_ID])
    return start if len(words) <= LONGEST_ID else f"{start[:-1]}…"
