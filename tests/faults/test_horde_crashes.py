"""kill -9 with a job in each state that AI Horde knows of, and what the next start makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.playground.horde.faults import Fault
from bot.playground.horde.knobs import Knobs
from bot.playground.horde.server import HordeStandIn
from tests.faults.stage import FAR, eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.discord import Invocation
    from bot.playground.horde.tasks import Task
    from tests.faults.stage import Stage

ANONYMOUS, KEY = "0000000000", "a-key-of-sixteen-and-more"
LONG = 1e6
"""Seconds that a task takes which is still to be running at the kill."""
SOON = 1.5
"""Seconds, in which the bot is surely dead."""


@dataclass
class World:
    stage: Stage
    horde: HordeStandIn

    async def start(self, key: str) -> None:
        await self.stage.start(
            ENGINE="horde", HORDE_API_URL=self.horde.url, HORDE_API_KEY=key, DETECTOR="off"
        )

    async def imagined(self, name: str) -> Invocation:
        """Ask for an image, and return once that is answered and its row can be read."""
        invocation = await self.stage.imagine(name)
        await invocation.answered()
        await eventually(lambda: self.stage.row(invocation))
        return invocation

    async def held_up(self, name: str, fault: Fault) -> Invocation:
        """Ask for an image whose submit meets a fault."""
        self.horde.faults.add(fault)
        invocation = await self.imagined(name)
        await eventually(lambda: fault.met)
        return invocation

    async def running(self, name: str) -> Invocation:
        invocation = await self.imagined(name)
        await eventually(lambda: self.stage.row(invocation)["state"] == "running")
        return invocation

    async def cancelled(self, name: str) -> Invocation:
        """Cancel a job, of which nobody is told."""
        invocation = await self.running(name)
        discord, button = self.stage.discord, invocation.shown.button("cancel")["custom_id"]
        held = discord.faults.add(method="POST", path="/callback$", delay=FAR, drop=True)
        await discord.press(invocation.shown, button, user=invocation.interaction.user)
        await eventually(lambda: held.hits)
        return invocation

    async def posting(self, name: str) -> Invocation:
        """Have Discord take the final edit only when the bot is dead."""
        late = self.stage.discord.faults.add(method="PATCH", path=".", delay=SOON, with_files=True)
        invocation = await self.imagined(name)
        await eventually(lambda: late.hits)
        return invocation

    def tasks(self, name: str) -> list[Task]:
        return [task for task in self.horde.tasks if task.prompt == name]


@pytest.fixture
async def world(stage: Stage) -> AsyncIterator[World]:
    knobs = Knobs(latency_ms=(1, 5), plain_images=True, listing_late_s=1.0)
    knobs.kudos[KEY] = 100.0
    knobs.duration = lambda body: LONG if body["prompt"] in {"running", "cancelled"} else 0.2
    async with HordeStandIn(knobs) as horde:
        yield World(stage, horde)


@pytest.mark.parametrize(("key", "sent"), [(ANONYMOUS, 2), (KEY, 1)])
async def test_each_job_comes_to_one_end(world: World, key: str, sent: int) -> None:
    stage, horde = world.stage, world.horde
    await world.start(key)
    jobs = {
        "unread": await world.held_up("unread", Fault(route="submit", delay=FAR)),
        "running": await world.running("running"),
        "cancelled": await world.cancelled("cancelled"),
        "posting": await world.posting("posting"),
    }
    await stage.end()
    stage.discord.faults.clear()
    horde.faults.clear()
    await world.start(key)
    world.tasks("running")[0].finish()
    await eventually(lambda: all(stage.row(job)["shown"] for job in jobs.values()))
    assert {name: stage.row(job)["state"] for name, job in jobs.items()} == {
        "unread": "delivered",
        "running": "delivered",
        "cancelled": "cancelled",
        "posting": "delivered",
    }
    submits = {name: len(world.tasks(name)) for name in jobs}
    assert submits == dict.fromkeys(jobs, 1) | {"unread": sent}
    for name, job in jobs.items():
        assert job.shown.is_final
        assert len(job.shown.pictures()) == (name != "cancelled")
    assert len(stage.posted()) == len(jobs)
    assert stage.bot is not None
    assert not [task for task in horde.tasks if task.task_id in stage.bot.said()]
