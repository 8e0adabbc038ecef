"""Requests, and an engine joined to a stand-in that has no weather."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from pydantic import SecretStr

from bot.domain.ids import JobId
from bot.domain.ports import Submission, TaskStatus
from bot.domain.request import GenerationRequest
from bot.domain.verdict import Asked
from bot.engines.sdapi.opening import SdapiOptions, open_sdapi
from bot.playground.sdapi.knobs import Flavour, Knobs
from bot.playground.sdapi.server import SdapiStandIn
from tests.store.memory import MemoryResultStore

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.domain.ids import TaskId
    from bot.domain.ports import ResultStore, TaskView
    from bot.engines.sdapi.client import SdapiEngine

MODEL = "dreamshaper_8.safetensors"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OFF = Asked(detection=False, level=0)
MAX_BYTES = 400_000


def wish(**changes: object) -> GenerationRequest:
    """Return a small valid request."""
    values = {"prompt": "a dog", "model": MODEL, "width": 128, "height": 128, "seed": 7}
    return GenerationRequest(**cast("dict[str, Any]", {**values, **changes}))


def submission(
    request: GenerationRequest | None = None, *, job: str = "j1", lost: int = 0
) -> Submission:
    """Return what is sent of a job."""
    asked = request or wish()
    return Submission(job_id=JobId(job), request=asked, asked=OFF, replies_lost=lost)


def quick(flavour: Flavour = Flavour.A1111, **changes: Any) -> Knobs:  # noqa: ANN401 - any knob
    """Return knobs of a stand-in that takes hardly any time."""
    still: dict[str, Any] = {"run_ms": 20, "latency_ms": (0, 2), "load_ms": 0, "plain_images": True}
    return Knobs(flavour=flavour, **(still | changes))


def options(url: str, *, auth: str = "", **changes: Any) -> SdapiOptions:  # noqa: ANN401 - any option
    """Return an operator's options."""
    said: dict[str, Any] = {"max_image_bytes": MAX_BYTES, "max_image_pixels": 4_000_000}
    return SdapiOptions(base_url=url, auth=SecretStr(auth), **(said | changes))


@asynccontextmanager
async def joined(
    knobs: Knobs | None = None, results: ResultStore | None = None
) -> AsyncGenerator[tuple[SdapiStandIn, SdapiEngine]]:
    """Open a stand-in and an engine that speaks to it."""
    kept = results or MemoryResultStore()
    async with (
        SdapiStandIn(knobs or quick()) as stand_in,
        open_sdapi(options(stand_in.url), kept, now=lambda: NOON) as engine,
    ):
        yield stand_in, engine


async def ended(engine: SdapiEngine, task_id: TaskId) -> TaskView:
    """Look until a task has ended; a look that cannot say so yet raises."""
    async with asyncio.timeout(20):
        while True:
            view = await engine.look(task_id)
            if view.status is not TaskStatus.PENDING:
                return view
            await asyncio.sleep(0.01)
