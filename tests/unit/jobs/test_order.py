"""Order: strikes are weighed, and jobs of blocked members end, when told and each minute."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from bot.domain.ids import JobId
from bot.jobs.order import LOOK_AGAIN, Order
from tests.unit.jobs.clock import LoopClock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.jobs.service import Jobs


class Members:
    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.weighed = 0

    async def weigh(self) -> None:
        self.weighed += 1

    async def barred(self) -> Sequence[JobId]:
        return [JobId("a"), JobId("b")] if self.weighed == 1 else []


class Desk:
    def __init__(self) -> None:
        self.turned_away: list[JobId] = []

    async def turn_away(self, job_id: JobId) -> None:
        self.turned_away.append(job_id)


async def test_members_are_kept_to_the_rules() -> None:
    members, desk = Members(), Desk()
    running = asyncio.create_task(Order(members, cast("Jobs", desk), LoopClock()).run())
    await asyncio.sleep(1)
    assert desk.turned_away == ["a", "b"]
    members.news.set()
    await asyncio.sleep(1)
    assert members.weighed == 2
    await asyncio.sleep(LOOK_AGAIN)
    assert members.weighed == 3
    running.cancel()
