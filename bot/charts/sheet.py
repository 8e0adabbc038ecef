"""What is to be drawn, in words and numbers, and how it goes to the process that draws it. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

DRAWN = b"drawn\n"
"""Goes before the picture that was made of sheets."""


class Theme(StrEnum):
    """Which of Discord's two looks it is drawn for."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A number for each day."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bar of a ranking."""

    name: str
    value: float
    said: str
    """The number, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A picture: a number of images for each day, a ranking, and what it cost."""

    theme: Theme
    title: str
    days: tuple[str, ...]
    """As they are called below the bars."""
    layers: tuple[Series, ...]
    """Of the bars, the lowest first; as many days as ``days``."""
    nothing: str
    """What is said where there is no image."""
    ranking_title: str
    ranking: tuple[Row, ...]
    lines: tuple[Series, ...] = ()
    """Each is drawn by itself below; its label is its title."""

    @property
    def words(self) -> tuple[str, ...]:
        """All that stands in a reader's language."""
        labels = (series.label for series in (*self.layers, *self.lines))
        return (self.title, self.nothing, self.ranking_title, *labels)


def encoded(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets for ``decoded``."""
    return json.dumps([asdict(sheet) for sheet in sheets]).encode("ascii")


def decoded(data: bytes) -> list[Sheet]:
    """Return the sheets that were encoded.

    Raises:
        ValueError, KeyError, TypeError: these are none.

    """
    return [_sheet(each) for each in json.loads(data)]


def _sheet(told: dict[str, Any]) -> Sheet:
    series = {name: tuple(map(_series, told[name])) for name in ("layers", "lines")}
    ranking = tuple(Row(**row) for row in told["ranking"])
    made = {"theme": Theme(told["theme"]), "days": tuple(told["days"]), "ranking": ranking}
    return Sheet(**(told | made | series))


def _series(told: dict[str, Any]) -> Series:
    return Series(label=told["label"], values=tuple(told["values"]))
