"""Results that the server gives once: kept the moment they arrive, shown from there."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from bot.domain.backoff import delay
from bot.domain.ports import TaskImage, TaskStatus, TaskView
from bot.engine_errors import ImageError, NetworkFaultError
from bot.engines.numbers import natural, number
from bot.engines.pictures.decoding import decode
from bot.engines.pictures.stripping import stripped
from bot.errors import StoreError, StoreRefusedError
from bot.texts.text import text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from concurrent.futures import Executor
    from datetime import datetime

    from bot.domain.ids import TaskId
    from bot.domain.ports import Kept, Picture, ResultStore
    from bot.engines.pictures.fetching import Bounds
    from bot.engines.sdapi.results import Result

LIFE = timedelta(days=1)
"""How long a result is kept that nobody comes for."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Gallery:
    """Keeps results and fetches pictures from them."""

    def __init__(
        self,
        results: ResultStore,
        bounds: Bounds,
        decoders: Executor,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Keep them in ``results``; ``decoders`` are threads in which pictures are decoded."""
        self._results = results
        self._bounds = bounds
        self._decoders = decoders
        self._now = now
        self._sleep = sleep

    async def keep(
        self, task_id: TaskId, result: Result, *, seconds: float | None = None, instead: str = ""
    ) -> None:
        """Keep a result, and wait while the database is away: it exists nowhere else.

        Args:
            task_id: Whose it is.
            result: Its images.
            seconds: That it took to make them.
            instead: The model that made them, if that is not the one that was asked for.

        Raises:
            StoreRefusedError: the database does not take it.

        """
        about = json.dumps({"seeds": result.seeds, "seconds": seconds, "instead": instead})
        attempt = 0
        while True:
            attempt += 1
            try:
                expires_at = self._now() + LIFE
                return await self._results.keep(
                    task_id, result.images, about, expires_at=expires_at
                )
            except StoreRefusedError:
                raise
            except StoreError as error:
                wait = delay(attempt, chance=1.0, base=0.5, cap=30.0)
                log.error("result.not_kept", task=task_id, wait=wait, why=str(error))  # noqa: TRY400 - the cause is in the text
                await self._sleep(wait)

    async def view(self, task_id: TaskId) -> TaskView | None:
        """Return what is kept of a task, or None.

        Raises:
            NetworkFaultError: the database is away.

        """
        try:
            kept = await self._results.of(task_id)
        except StoreError as error:
            raise NetworkFaultError("cannot tell whether its result is kept") from error
        return None if kept is None else _view(kept)

    async def picture(self, task_id: TaskId, index: int) -> Picture:
        """Return an image, whole, and without what tells how it was made.

        Raises:
            ImageError: it is not kept, not an image, or too large.

        """
        try:
            data = await self._results.image(task_id, index)
        except StoreError as error:
            raise ImageError("the database is away", transient=True) from error
        if not data:
            raise ImageError("the image is not kept, or could not be read when it came")
        if len(data) > self._bounds.max_bytes:
            raise ImageError(f"{len(data)} bytes are more than {self._bounds.max_bytes}")
        decoding = partial(_decoded, data, self._bounds.max_pixels)
        return await asyncio.get_running_loop().run_in_executor(self._decoders, decoding)

    async def forget(self, task_id: TaskId) -> None:
        """Drop a result whose job has ended."""
        await self._results.drop(task_id)


def _decoded(data: bytes, max_pixels: int) -> Picture:
    return decode(stripped(data), max_pixels=max_pixels)


def _view(kept: Kept) -> TaskView:
    about: dict[str, Any] = json.loads(kept.about)
    seeds = [natural(seed) for seed in about["seeds"]]
    instead = about["instead"]
    return TaskView(
        status=TaskStatus.SUCCEEDED,
        images=tuple(TaskImage(url=str(n), seed=seed) for n, seed in enumerate(seeds)),
        seed=seeds[0] if seeds else None,
        run_seconds=number(about["seconds"]),
        notes=(text("note.other_model", model=typed(instead)),) if instead else (),
    )
