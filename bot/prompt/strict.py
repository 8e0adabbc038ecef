"""Which options of a form somebody typed, as three letters that travel in its id. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.options import OPTIONS
from bot.prompt.letters import letters, number
from bot.prompt.options import SHAPE

if TYPE_CHECKING:
    from collections.abc import Collection

LENGTH = 3
"""Letters; enough for 17 options."""

_SHAPED = "size"
"""Stands for all options of a shape, which say one thing."""

BENT = tuple(
    row.name
    for row in OPTIONS
    if (row.flag or row.aliases) and row.name not in {"prompt", *SHAPE} - {_SHAPED}
)
"""Options of which an engine may take another value than was pasted, in the order of their bits."""


def as_letters(typed: Collection[str]) -> str:
    """Return letters and digits that tell which options were typed."""
    said = {_SHAPED if name in SHAPE else name for name in typed}
    return letters(sum(1 << bit for bit, name in enumerate(BENT) if name in said), LENGTH)


def of_letters(written: str) -> frozenset[str]:
    """Return the options that ``as_letters`` has written, the whole of a shape with its parts."""
    bits = number(written[:LENGTH])
    said = {name for bit, name in enumerate(BENT) if bits >> bit & 1}
    return frozenset(said | SHAPE if _SHAPED in said else said)
