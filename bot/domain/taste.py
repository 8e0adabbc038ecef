"""What of the models that fit is suggested first, and what never is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.models import Model


def anything(_: Model) -> bool:
    """Leave nothing out."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """What a suggestion goes by, beside what was typed."""

    favourites: tuple[str, ...] = ()
    """Names, the most used first; they come before others that fit as exactly."""
    bases: frozenset[str] = frozenset()
    """Base models whose models come before those of others, and before favourites of others."""
    named: frozenset[str] = frozenset()
    """Names that stand in the field already, and are not suggested again."""
    allows: Callable[[Model], bool] = anything
    """Whether a model may be suggested at all; asked of what fits, until there is enough."""


PLAIN = Taste()
