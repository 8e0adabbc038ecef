"""What a member likes to have where they say nothing, and which language they read. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member's own settings; None is not said."""

    model: str | None = None
    aspect: str | None = None
    steps: int | None = None
    negative_prompt: str | None = None
    language: str | None = None
    """A locale, by Discord's name: of the answers that they alone read."""

    def said(self) -> dict[str, str | int]:
        """Return what is said, by name."""
        named = {name: getattr(self, name) for name in SETTINGS}
        return {name: value for name, value in named.items() if value is not None}

    def without(self, names: Iterable[str]) -> Member:
        """Return it with some of it unsaid."""
        return replace(self, **dict.fromkeys(names))


SETTINGS = tuple(field.name for field in fields(Member))
"""By name, in the order in which they are shown."""

NOBODY = Member()
"""Who says nothing."""
