"""Who is asked before a job is taken on: the checks of the moderation, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.moderation.admission import Checks
from bot.moderation.costs import Costs

if TYPE_CHECKING:
    from bot.domain.price import Prices


def admission(prices: Prices) -> Checks:
    """Return the checks, the strictest and cheapest first."""
    return Checks([Costs(prices)])
