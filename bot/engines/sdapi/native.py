"""Tasks at stable-diffusion.cpp's own API, which has ids, states and results of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from bot import engine_errors
from bot.domain.ports import TaskStatus, TaskView
from bot.engines.sdapi import failures, native_wire
from bot.engines.sdapi.names import NativeTask
from bot.engines.sdapi.native_building import build_native
from bot.engines.sdapi.results import largest, read_native
from bot.engines.unclear import lost
from bot.engines.words import clean, is_id
from bot.failure_kinds import FailureKind

if TYPE_CHECKING:
    from bot.domain.ids import TaskId
    from bot.domain.ports import Submission
    from bot.engines.sdapi.gallery import Gallery
    from bot.engines.sdapi.server import Server
    from bot.engines.transport import Send

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

GONE = frozenset({404, 410})
"""It does not know the job, or has forgotten its result."""

TOO_LATE = frozenset({404, 409, 410})


class NativeApi:
    """Submits, looks and cancels; images are kept the moment they are seen."""

    def __init__(self, send: Send, gallery: Gallery, *, max_image_bytes: int) -> None:
        """Talk through ``send``."""
        self._send = send
        self._gallery = gallery
        self._max_image_bytes = max_image_bytes

    async def submit(self, submission: Submission, server: Server) -> TaskId:
        """Start a task.

        Raises:
            ReplyLostError: one may exist.
            EngineError: none does.

        """
        response = await self._send(native_wire.generate(build_native(submission, server)))
        said = failures.payload(response)
        if (refused := failures.refusal(response)) is not None:
            if said is None and response.status >= 500:
                raise lost("the server", response)
            raise refused
        name = (said or {}).get("id")
        if not isinstance(name, str) or not is_id(name):
            raise lost("the server", response)
        task = NativeTask(name, submission.first_seed, submission.request.images)
        return task.id_of(submission)

    async def look(self, task_id: TaskId, task: NativeTask) -> TaskView:
        """Return how a task stands; its images are kept before it is said to have any.

        Raises:
            ResultLostError: the server was started anew, or has forgotten the result.
            EngineError: any other reason why nothing can be said.

        """
        kept = await self._gallery.view(task_id)
        if kept is not None:
            return kept
        max_bytes = largest(task.images, self._max_image_bytes)
        try:
            response = await self._send(native_wire.job(task.name, max_bytes=max_bytes))
        except engine_errors.MalformedReplyError as error:
            log.warning("task.failed", task=task_id, why=str(error))
            return TaskView(status=TaskStatus.FAILED, failure=FailureKind.IMAGE_UNAVAILABLE)
        said = await asyncio.to_thread(failures.payload, response)
        if response.status in GONE and said is not None:
            raise engine_errors.ResultLostError("the server has forgotten the task")
        if (refused := failures.refusal(response)) is not None:
            raise refused
        if said is None or said.get("id") != task.name:
            raise engine_errors.MalformedReplyError("the reply is about no task, or another one")
        return await self._view(task_id, task, said)

    async def cancel(self, task: NativeTask) -> None:
        """End a task, if it has not begun; the server ends none that it works on."""
        response = await self._send(native_wire.cancel(task.name))
        refused = failures.refusal(response)
        if refused is not None and response.status not in TOO_LATE:
            raise refused

    async def _view(self, task_id: TaskId, task: NativeTask, said: dict[str, Any]) -> TaskView:
        match said.get("status"):
            case "completed":
                result = await asyncio.to_thread(read_native, said, task.images, task.first_seed)
                await self._gallery.keep(task_id, result, seconds=_seconds(said))
                view = await self._gallery.view(task_id)
                if view is None:
                    raise engine_errors.ResultLostError("the result was dropped at once")
                return view
            case "failed" | "cancelled":
                log.warning("task.failed", task=task_id, why=_why(said))
                return TaskView(status=TaskStatus.FAILED)
            case _:
                place = said.get("queue_position")
                is_place = isinstance(place, int) and place > 0
                return TaskView(status=TaskStatus.PENDING, place=place if is_place else None)


def _seconds(said: dict[str, Any]) -> float | None:
    created, completed = said.get("created"), said.get("completed")
    if not isinstance(created, int) or not isinstance(completed, int):
        return None
    return float(completed - created) if 0 < completed - created <= 86_400 else None


def _why(said: dict[str, Any]) -> str:
    """Return the server's words, which are for the operator."""
    error = said.get("error")
    message = error.get("message") if isinstance(error, dict) else None
    return clean(message) if isinstance(message, str) else ""
