"""What kinds of options there are. Plain data: who reads, checks or writes asks for the kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bot.domain.choices import HiresScale
    from bot.domain.models import ModelKind
    from bot.domain.ranges import Bound


@dataclass(frozen=True, slots=True)
class Words:
    """Free text."""

    length: Bound
    registered: Bound
    """Its length as a slash option, where flags and a block may stand in it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    bound: Bound


@dataclass(frozen=True, slots=True)
class Number:
    """A number, with decimals or without."""

    bound: Bound


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values; inline in any case, and with spaces, ``_`` or ``-``."""

    values: tuple[str, ...]
    also: tuple[tuple[str, str], ...] = ()
    """Other spellings, with the value that each of them means."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Width to height: inline any that is not flatter than ``flattest`` to one, either way."""

    values: tuple[str, ...]
    """What is offered."""
    flattest: int


@dataclass(frozen=True, slots=True)
class Factor:
    """One of a few scales; inline also as any number that is equal."""

    values: tuple[HiresScale, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """Two sides in pixels, as ``WIDTHxHEIGHT``."""

    side: Bound


@dataclass(frozen=True, slots=True)
class Name:
    """One name, completed while it is typed."""

    of: ModelKind | None
    """What the catalogue knows by it; None where it has nothing to complete."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names with commas between them. Those of all sources add up."""

    of: ModelKind
    most: int


@dataclass(frozen=True, slots=True)
class Strengths:
    """Names, each with a strength. Those of all sources add up."""

    of: ModelKind
    most: int
    strength: Bound


@dataclass(frozen=True, slots=True)
class Switch:
    """Yes or no."""


Kind: TypeAlias = (
    Words | Whole | Number | Choice | Ratio | Factor | Size | Name | Names | Strengths | Switch
)
