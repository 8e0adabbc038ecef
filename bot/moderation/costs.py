"""What a job will cost, before it is taken on: the budgets are held where it is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.price import expected

if TYPE_CHECKING:
    from bot.domain.ports import Grant, Wanted
    from bot.domain.price import Prices


class Costs:
    """A Check that refuses nothing."""

    def __init__(self, prices: Prices) -> None:
        """Reckon by the operator's ``prices``."""
        self._prices = prices

    async def __call__(self, wanted: Wanted, grant: Grant, /) -> Grant:
        """See Check."""
        asked = wanted.policy.detection
        cost = expected(wanted.request, self._prices, wanted.engine, detection=asked)
        return replace(grant, cost=cost.amount if cost else None)
