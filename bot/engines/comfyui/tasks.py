"""Ask a server about a task of ours, in the words that it understands."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog

from bot.domain.ports import TaskStatus, TaskView
from bot.engine_errors import MalformedReplyError
from bot.engines.comfyui import replies, wire
from bot.engines.comfyui.queueing import Queue, read_queue
from bot.engines.comfyui.views import ended_entry, ended_job, reason, told, view
from bot.engines.once import Once

if TYPE_CHECKING:
    from bot.domain.ids import TaskId
    from bot.engines.comfyui.replies import Record
    from bot.engines.comfyui.views import Ended
    from bot.engines.http import Request, Response
    from bot.engines.transport import Send

log = structlog.get_logger()


class Tasks:
    """The tasks on one server. What it cannot say is an error, never a task that is gone."""

    def __init__(self, send: Send) -> None:
        """Ask through ``send``."""
        self._send = send
        self._lists_jobs: bool | None = None
        self._once = Once()

    async def lists_jobs(self) -> bool:
        """Whether the server has the newer interface, which is asked once for each server.

        Without it, it answers an unknown id like an unknown route: with an empty 404.
        """
        if self._lists_jobs is None:
            response = await self._send(wire.job(str(uuid.uuid4())))
            if response.status != HTTPStatus.NOT_FOUND:
                replies.read(response)
            self._lists_jobs = isinstance(replies.parsed(response), dict)
            log.info("comfyui.interface", jobs=self._lists_jobs)
        return self._lists_jobs

    def forget_server(self) -> None:
        """Ask anew what it can: it may have been started anew, in another version."""
        self._lists_jobs = None

    async def look(self, task_id: TaskId) -> TaskView | None:
        """Look at a task once; None is one that neither waits nor runs nor has ended there.

        Raises:
            EngineError: nothing can be said.

        """
        if await self.lists_jobs():
            job = await self._job(task_id)
            if job is not None:
                return await self._view_of_job(task_id, job)
        # The history goes twice: between it and the queue a task may have ended.
        if (entry := await self._entry(task_id)) is not None:
            return self._view(task_id, ended_entry(entry))
        queue = await self._queue()
        if task_id in queue:
            return _pending(task_id, queue)
        entry = await self._entry(task_id)
        return None if entry is None else self._view(task_id, ended_entry(entry))

    async def cancel(self, task_id: TaskId) -> None:
        """End a task that waits or runs, and no other; one that has ended is no error."""
        response = await self._send(wire.cancel(task_id))
        if response.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
            replies.read(response)
            return
        await self._do(wire.delete(task_id))
        # The oldest servers interrupt whatever runs, so that it must be ours.
        if task_id in (await self._queue()).running:
            await self._do(wire.interrupt(task_id))

    async def _job(self, task_id: TaskId) -> Record | None:
        """Return a task of the newer interface, or None when it knows none."""
        response = await self._send(wire.job(task_id))
        if response.status == HTTPStatus.NOT_FOUND:
            return None
        job = replies.read(response)
        if not replies.words(job.get("status")):
            raise MalformedReplyError("ComfyUI answered with a task that has no status")
        return job

    async def _view_of_job(self, task_id: TaskId, job: Record) -> TaskView:
        named = replies.words(job.get("id"))
        if named and named != task_id:
            raise MalformedReplyError("ComfyUI answered about another task")
        ended = ended_job(job)
        if ended is None:
            waits = job.get("status") == "pending"
            return _pending(task_id, await self._queue() if waits else None)
        if not ended.is_explained and (entry := await self._entry(task_id)) is not None:
            ended = ended_entry(entry)
        return self._view(task_id, ended)

    async def _entry(self, task_id: TaskId) -> Record | None:
        """Return a task of the history, or None when it has none.

        Raises:
            MalformedReplyError: it has others, which says nothing of this one.

        """
        said = replies.read(await self._send(wire.history(task_id)))
        if not said:
            return None
        if task_id not in said:
            raise MalformedReplyError("ComfyUI answered about another task")
        return replies.record(said[task_id])

    async def _queue(self) -> Queue:
        return read_queue(replies.read(await self._send(wire.queue())))

    async def _do(self, request: Request) -> Response:
        response = await self._send(request)
        if (error := replies.failure(response)) is not None:
            raise error
        return response

    def _view(self, task_id: TaskId, ended: Ended) -> TaskView:
        if ended.has_failed and self._once.is_first("failed", task_id):
            log.warning(
                "task.ended_badly",
                task=task_id,
                interrupted=ended.is_interrupted,
                reason=reason(ended),
                why=told(ended),
            )
        return view(task_id, ended)


def _pending(task_id: TaskId, queue: Queue | None) -> TaskView:
    place = None if queue is None else queue.place(task_id)
    return TaskView(status=TaskStatus.PENDING, task_id=task_id, place=place)
