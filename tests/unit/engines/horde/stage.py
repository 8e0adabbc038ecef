"""The engine, joined to a stand-in over real sockets, by clocks that a test may turn."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from pydantic import SecretStr

from bot.domain.ids import JobId
from bot.domain.ports import Submission, TaskStatus
from bot.domain.request import GenerationRequest
from bot.domain.verdict import Asked
from bot.engines.horde.finding import Ours
from bot.engines.horde.opening import HordeOptions, open_horde
from bot.playground.horde.knobs import Knobs
from bot.playground.horde.server import HordeStandIn
from tests.store.memory import MemoryRateBudget

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from bot.domain.ids import TaskId
    from bot.domain.job import Job
    from bot.domain.ports import Engine, TaskView
    from bot.engines.horde.client import HordeEngine

KEY = "a-key-of-sixteen-and-more"
AGENT = "Darkroom:1.2.0:https://bot.test"
DETECTING = Asked(detection=True, level=1)


@dataclass
class Clocks:
    """Both clocks, which a test may put forward."""

    ahead: float = 0.0

    def steady(self) -> float:
        return time.monotonic() + self.ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)


@dataclass
class Store:
    """What the engine asks the store."""

    owners: dict[str, JobId] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)

    async def owner_of(self, task_id: TaskId) -> JobId | None:
        return self.owners.get(task_id)

    async def lost(self, _: datetime) -> Sequence[Job]:
        return self.jobs


@dataclass
class Stage:
    engine: HordeEngine
    horde: HordeStandIn
    clocks: Clocks
    store: Store
    budget: MemoryRateBudget

    @property
    def port(self) -> Engine:
        """The engine, as the jobs have it."""
        return self.engine

    async def ended(self, task_id: TaskId) -> TaskView:
        """Look, a second later each time by the engine's clock, until the task has ended."""
        async with asyncio.timeout(5):
            while True:
                view = await self.port.look(task_id)
                if view.status is not TaskStatus.PENDING:
                    return view
                self.clocks.ahead += 1.0
                await asyncio.sleep(0.01)


def quick(**changes: Any) -> Knobs:  # noqa: ANN401 - any knob
    """Return knobs by which nothing takes time."""
    values: dict[str, Any] = {
        "duration": 0.0,
        "latency_ms": (0, 0),
        "remembered_s": 0.0,
        "plain_images": True,
        "kudos": {"0000000000": 0.0, KEY: 1000.0},
    }
    return Knobs(**(values | changes))


@asynccontextmanager
async def staged(knobs: Knobs | None = None, *, key: str = KEY) -> AsyncGenerator[Stage]:
    """Open a stand-in and an engine at it."""
    clocks, store, budget = Clocks(), Store(), MemoryRateBudget()
    async with HordeStandIn(knobs or quick()) as horde:
        options = HordeOptions(
            base_url=horde.url,
            key=SecretStr(key),
            client_agent=AGENT,
            max_image_bytes=1_000_000,
            max_image_pixels=4_000_000,
        )
        ours = Ours(owner_of=store.owner_of, lost=store.lost)
        opening = open_horde(options, budget, ours, now=clocks.now, steady=clocks.steady)
        async with opening as engine:
            yield Stage(engine, horde, clocks, store, budget)


def wish(**changes: object) -> GenerationRequest:
    """Return a small valid request."""
    values = {"prompt": "a dog", "model": "Deliberate", "width": 512, "height": 512}
    return GenerationRequest(**cast("dict[str, Any]", {**values, **changes}))


def submission(
    request: GenerationRequest | None = None,
    asked: Asked = DETECTING,
    *,
    job: str = "j1",
    age_restricted: bool = False,
    replies_lost: int = 0,
) -> Submission:
    """Return what is sent of a job."""
    return Submission(
        job_id=JobId(job),
        request=request or wish(),
        asked=asked,
        age_restricted=age_restricted,
        replies_lost=replies_lost,
    )
