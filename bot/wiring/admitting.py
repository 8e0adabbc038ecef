"""Who is asked before a job is taken on: the checks of the moderation, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.moderation.admission import Checks
from bot.moderation.barred import NotBarred
from bot.moderation.costs import Costs
from bot.moderation.minors import Minors

if TYPE_CHECKING:
    from bot.domain.ports import AuditStore
    from bot.domain.price import Prices
    from bot.moderation.filters import Filters
    from bot.moderation.people import People


def admission(people: People, audit: AuditStore, filters: Filters, prices: Prices) -> Checks:
    """Return the checks, the strictest and cheapest first."""
    return Checks([NotBarred(people), Minors(audit), filters, Costs(prices)])
