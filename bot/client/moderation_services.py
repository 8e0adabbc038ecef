"""All of the moderation that a cog or a view may reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.client.private_cards import PrivateCards
    from bot.domain.ports import AuditStore, CaseStore, ReviewCards
    from bot.moderation.casework import Casework
    from bot.moderation.filters import Filters
    from bot.moderation.fingerprints import Fingerprints
    from bot.moderation.people import People
    from bot.moderation.reports import Reports
    from bot.moderation.reviews import Reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """Cases, who decides about them, and what members may not have."""

    reviews: Reviews
    """Decides about images for moderators."""
    review_cards: PrivateCards
    cards: ReviewCards
    cases: CaseStore
    casework: Casework
    reports: Reports
    audit: AuditStore
    filters: Filters
    fingerprints: Fingerprints
    """The images that are not to come again."""
    people: People
    """Who is kept from what."""
