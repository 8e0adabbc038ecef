"""What an option takes, as the sentence for whoever gave something else. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.ranges import Bound

NAME = text("option.name")
SWITCH = text("option.switch")


def within(bound: Bound) -> Text:
    """A number of a range."""
    return text("option.range", low=bound.lowest, high=bound.highest)


def whole(bound: Bound) -> Text:
    """A number of a range, without decimals."""
    return text("option.whole", low=bound.lowest, high=bound.highest)


def up_to_here(most: int) -> Text:
    """A number that this place limits."""
    return text("option.range_here", low=1, high=most)


def one_of(values: Iterable[str]) -> Text:
    """One of a few values."""
    return text("option.choice", choices=tuple(values))


def characters(bound: Bound) -> Text:
    """A text of some length, where the length of another is given."""
    return text("option.length", low=bound.lowest, high=bound.highest)


def entries(bound: Bound) -> Text:
    """A list of some length, where the length of another is given."""
    return text("option.entries", most=bound.highest)
