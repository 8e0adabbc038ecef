"""Keeps order: strikes lead to what the policy says, and who is blocked has no job that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.jobs.loops import Loops

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from bot.domain.ids import JobId
    from bot.jobs.clock import Clock
    from bot.jobs.service import Jobs

LOOK_AGAIN = 60.0
"""Seconds after which is looked for what nobody told us of."""


class Members(Protocol):
    """Knows who is blocked, and who got a strike."""

    news: asyncio.Event
    """Set when there may be something to do."""

    async def weigh(self) -> None:
        """Draw the consequences of all strikes that are due."""
        ...

    async def barred(self) -> Sequence[JobId]:
        """Return some jobs that wait, and whose members are blocked."""
        ...


class Order:
    """Works on what there is to do; ``run`` wants a task of its own."""

    def __init__(self, members: Members, jobs: Jobs, clock: Clock) -> None:
        """End jobs by ``jobs``."""
        self._members = members
        self._jobs = jobs
        self._clock = clock

    async def run(self) -> None:
        """Work until cancelled."""
        await Loops(self._clock).repeat("order", LOOK_AGAIN, self._work, self._members.news)

    async def _work(self) -> None:
        await self._members.weigh()
        for job_id in await self._members.barred():
            await self._jobs.turn_away(job_id)
