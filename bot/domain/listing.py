"""A list of several pages that somebody looks at: what it is of, and what narrows it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.ids import GuildId, ListingId, UserId

LIFE = timedelta(days=30)
"""A list is kept so long after it was asked for."""

LAST_PAGE = 99
"""A component id counts no farther."""


class ListingKind(StrEnum):
    """What is listed. Stored."""

    AUDIT = "audit"
    HISTORY = "history"
    GALLERY = "gallery"
    MODELS = "models"
    STYLES = "styles"
    FILTERS = "filters"
    IMAGES = "images"
    """Those that are not to come again."""
    CASE = "case"
    """What happened in one."""
    CASES = "cases"
    OWN_CASES = "own_cases"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What stands behind the buttons of a list."""

    id: ListingId
    kind: ListingKind
    owner: UserId
    """Who asked for it, and alone may turn its pages."""
    guild_id: GuildId
    created_at: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    """What narrows it, by name."""
