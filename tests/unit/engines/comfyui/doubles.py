"""An engine against the stand-in over real sockets, and what is asked of it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

from bot.domain.ids import JobId
from bot.domain.ports import Submission
from bot.domain.request import GenerationRequest
from bot.domain.verdict import Asked
from bot.engines.comfyui.opening import ComfyuiOptions, open_comfyui
from bot.playground.comfyui.knobs import Knobs

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from bot.domain.ids import TaskId
    from bot.domain.ports import Engine, TaskView
    from bot.engines.comfyui.client import ComfyuiEngine
    from bot.playground.comfyui.server import ComfyuiStandIn

VERSIONS = ("0.33.0", "0.8.0", "0.3.64")
MODEL = "dreamshaper_8_93211.safetensors"
OFF = Asked(detection=False, level=0)
SOON = 5.0
"""Seconds within which what is waited for happens, but for a bug."""


def quick(**changes: Any) -> Knobs:  # noqa: ANN401 - whatever the knob takes
    """Return knobs of a server that wastes no time."""
    values = {"duration": 0.02, "reply_ms": (0, 0), "deaf_s": 0.01, "plain_images": True}
    return Knobs(**{**values, **changes})


def wish(**changes: object) -> GenerationRequest:
    """Return a small valid request."""
    values = {"prompt": "a dog", "model": MODEL, "width": 128, "height": 128, "steps": 4}
    return GenerationRequest(**cast("dict[str, Any]", {**values, **changes}))


def submission(request: GenerationRequest | None = None, job_id: str = "j1") -> Submission:
    """Return what is sent of a job."""
    return Submission(job_id=JobId(job_id), request=request or wish(), asked=OFF)


def options(url: str, workflow: Path | None = None) -> ComfyuiOptions:
    """Return options with room for any drawn image."""
    return ComfyuiOptions(
        base_url=url, max_image_bytes=5_000_000, max_image_pixels=5_000_000, workflow=workflow
    )


class Hints:
    """What the engine says of tasks that may have ended."""

    def __init__(self, *, deaf: int = 0) -> None:
        """Let nobody wait for the first ``deaf``."""
        self._deaf = deaf
        self.given: list[TaskId] = []
        self._changed = asyncio.Event()

    def __call__(self, task_id: TaskId) -> bool:
        self.given.append(task_id)
        self._changed.set()
        self._changed = asyncio.Event()
        return len(self.given) > self._deaf

    async def until(self, count: int) -> None:
        """Wait for so many."""
        async with asyncio.timeout(SOON):
            while len(self.given) < count:
                await self._changed.wait()


@asynccontextmanager
async def listening(
    engine: Engine, server: ComfyuiStandIn, *, deaf: int = 0
) -> AsyncGenerator[Hints]:
    """Let the engine run, and be heard."""
    hints = Hints(deaf=deaf)
    running = asyncio.create_task(engine.run(hints))
    try:
        await server.wait_until(lambda it: bool(it.listeners), SOON)
        yield hints
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@asynccontextmanager
async def engine_at(
    server: ComfyuiStandIn, workflow: Path | None = None
) -> AsyncGenerator[ComfyuiEngine]:
    """Open an engine that knows the server's lists."""
    async with open_comfyui(options(server.url, workflow)) as engine:
        await engine.catalogue.ask()
        yield engine


async def ended(engine: ComfyuiEngine, server: ComfyuiStandIn, task_id: TaskId) -> TaskView:
    """Wait until a task has ended at the server, and look at it."""
    await server.wait_until(
        lambda it: all(task.has_ended for task in it.tasks if task.task_id == task_id), SOON
    )
    return await engine.look(task_id)
