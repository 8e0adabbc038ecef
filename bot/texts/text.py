"""A sentence before it is said: its code in the catalogue, and what it tells. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Param: TypeAlias = "str | int | float | Text | tuple[str | Text, ...]"
"""A number with a point is written as the language does; a tuple becomes a list with commas."""


@dataclass(frozen=True, slots=True)
class Text:
    """What errors and views carry instead of prose. ``say`` puts it into a reader's language."""

    code: str
    """Of the message in the catalogue, such as ``limit.waiting``."""
    params: tuple[tuple[str, Param], ...] = ()
    """By name. What members typed may be among them; it is never part of a catalogue."""
    count: int | None = None
    """Which plural form is meant, and what ``{count}`` says; None where there is but one form."""


def text(code: str, /, *, count: int | None = None, **params: Param) -> Text:
    """Return the sentence of ``code``; the code stands here as a literal, so that tests find it."""
    return Text(code, tuple(params.items()), count)


def given(said: Text) -> Iterator[str]:
    """Yield the words that a sentence repeats: what is not the catalogue's own."""
    for _, param in said.params:
        for each in param if isinstance(param, tuple) else (param,):
            if isinstance(each, Text):
                yield from given(each)
            elif isinstance(each, str):
                yield each
