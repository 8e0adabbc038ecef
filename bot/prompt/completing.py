"""What is being typed into a field of one name or of several, and what it may become. Pure.

A client shows the words of what was picked, and whoever types on types behind those words. So the
words of a choice are its value, with nothing behind it but a base model, which is taken off again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.kinds import Strengths
from bot.domain.model_rules import family
from bot.prompt.clean import tidy
from bot.prompt.values import decimal

if TYPE_CHECKING:
    from bot.domain.kinds import Names
    from bot.domain.models import Model

LONGEST = 100
"""Of what Discord takes as a choice: of its words, and of its value."""

BETWEEN = " · "
"""Before a base model."""

READ = 1000
"""Characters of a list that are looked at: far more than one that can be completed has."""

_TAIL = re.compile(rf"{BETWEEN}([^,:{BETWEEN.strip()}]{{1,40}}?)\s*(?=[,:]|\Z)")
_ROUND = tuple(f"{tenth / 10:g}" for tenth in range(10, 0, -1))
"""Strengths that are offered."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A list whose last entry is being typed."""

    before: str = ""
    """The entries before it as they are written, with what goes between."""
    names: tuple[str, ...] = ()
    """What those name."""
    name: str = ""
    """What is typed of the last one."""
    strength: str | None = None
    """What is typed of its strength; None before a colon is."""


def plain(text: str) -> str:
    """Return a list without the base models that choices show."""
    return _TAIL.sub(lambda tail: "" if family(tail[1]) else tail[0], text)


def typed(text: str) -> Typed:
    """Take apart what was typed; of a text of any length the beginning counts."""
    *entries, last = plain(tidy(text[:READ])).split(",")
    written = [" ".join(entry.split()) for entry in entries if entry.strip()]
    name, colon, strength = last.partition(":")
    return Typed(
        before="".join(f"{entry}, " for entry in written),
        names=tuple(entry.partition(":")[0].strip() for entry in written),
        name=name.strip(),
        strength=strength.strip() if colon else None,
    )


def with_strengths(name: str, strength: str, kind: Strengths | Names) -> list[str]:
    """Return an entry with the strengths that what is typed of one may become; itself first."""
    if not isinstance(kind, Strengths):
        return [name]
    offered = [strength] if decimal(strength, kind.strength) is not None else []
    offered += [each for each in _ROUND if each.startswith(strength)]
    return [f"{name}:{each}" for each in dict.fromkeys(offered)]


def shown(model: Model) -> str:
    """Return the words for a model that is picked alone: all that is known, as far as it fits."""
    based = f"{model.label}{BETWEEN}{model.base_model}" if model.base_model else model.label
    return next((words for words in (based, model.label) if len(words) <= LONGEST), model.name)


def shown_in_list(value: str, model: Model) -> str:
    """Return the words for a list that ends with a model."""
    based = f"{value}{BETWEEN}{model.base_model}"
    return based if len(based) <= LONGEST and plain(based) == value else value
