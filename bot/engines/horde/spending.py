"""What may be asked of AI Horde, and when: all limits of one address, over all processes.

Source: ``horde/limiter.py`` and the routes of Haidra-Org/AI-Horde 5.1.5. How a task is doing may
be asked ten times a second, which we never do, so that it is not counted.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.domain.ports import Rate
from bot.engine_errors import PacedError, RateLimitedError
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from bot.domain.ids import TaskId
    from bot.domain.ports import RateBudget

SLACK = 0.25
"""Seconds by which one request may take longer than another to arrive."""

PATIENCE = 2.0
"""Seconds that are waited in place; longer, and the queue waits instead."""

SUBMIT = (Rate("horde.submit.burst", 2, 1 + SLACK), Rate("horde.submit", 90, 60 + SLACK))
"""Refused submits count as well."""

OTHER = (Rate("horde.other", 90, 60 + SLACK),)

READS = 10
"""Of one task's images in a minute."""

SPARE_READS = 5
"""How many of them may go to noticing its end sooner; the others are for its images."""


def reads(task_id: TaskId, most: int = READS) -> tuple[Rate, ...]:
    """Return the rate at which a task's images may be read; its id is a secret."""
    name = hashlib.sha256(task_id.encode()).hexdigest()[:16]
    return (Rate(f"horde.status.{name}", most, 60 + SLACK),)


class Spending:
    """Asks a budget before each request."""

    def __init__(
        self,
        budget: RateBudget,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        """Spend of ``budget`` by the calendar's clock; ``sleep`` takes seconds."""
        self._budget = budget
        self._now = now
        self._sleep = sleep

    async def wait(self, rates: Sequence[Rate]) -> float:
        """Spend one of each rate and return 0, or the seconds until that is possible.

        Raises:
            RateLimitedError: the budget cannot be read, and nothing was spent.

        """
        try:
            return await self._budget.take(rates, now=self._now())
        except StoreError as error:
            raise RateLimitedError("cannot tell what was asked of AI Horde") from error

    async def turn(self, rates: Sequence[Rate]) -> None:
        """Spend one of each rate, waiting a little if need be.

        Raises:
            PacedError: it would take longer; says how long.
            RateLimitedError: see ``wait``.

        """
        left = PATIENCE
        while (wait := await self.wait(rates)) > 0:
            left -= wait
            if left < 0:
                raise PacedError("AI Horde's limit for our address", retry_after=wait)
            await self._sleep(wait)
