"""Tasks at a web UI, which knows none: a request is open for as long as its images take."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot import engine_errors
from bot.domain.backoff import delay
from bot.domain.ports import TaskStatus, TaskView
from bot.engines.sdapi import failures, progress, wire
from bot.engines.sdapi.building import build
from bot.engines.sdapi.line import Errand, Line
from bot.engines.sdapi.names import task_of
from bot.engines.sdapi.naming import is_same
from bot.engines.sdapi.results import largest, read_result

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.ids import TaskId
    from bot.domain.ports import Submission
    from bot.engines.http import Response
    from bot.engines.sdapi.gallery import Gallery
    from bot.engines.sdapi.progress import Progress
    from bot.engines.sdapi.server import Server
    from bot.engines.transport import Send

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class WebUi:
    """Runs the open requests, one after the other, and says how they stand."""

    def __init__(
        self,
        send: Send,
        gallery: Gallery,
        *,
        seconds: float,
        max_image_bytes: int,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Allow ``seconds`` for one request, which is no less than a job has."""
        self._send = send
        self._gallery = gallery
        self._seconds = seconds
        self._max_image_bytes = max_image_bytes
        self._sleep = sleep
        self._tells_own = True
        """Whether the server can say which task is which."""
        self._is_silent = False
        """Whether it said nothing at all when it was asked last."""
        self.line = Line(self._carry)

    def submit(self, submission: Submission, server: Server) -> TaskId:
        """Put a task in line, and return its id at once."""
        task_id = task_of(submission.job_id, submission.replies_lost)
        body = build(submission, task_id, server)
        self._tells_own = True
        errand = Errand(
            task_id=task_id,
            body=body,
            images=submission.request.images,
            first_seed=submission.first_seed,
            model=submission.request.model,
        )
        self.line.put(errand)
        return task_id

    async def find(self, submission: Submission) -> TaskId | None:
        """Return an earlier attempt whose images are on their way or here."""
        for attempt in reversed(range(submission.replies_lost)):
            task_id = task_of(submission.job_id, attempt)
            errand = self.line.find(task_id)
            if errand is None:
                is_there = await self._gallery.view(task_id) is not None
            else:
                is_there = errand.failure is None
            if is_there:
                return task_id
        return None

    async def look(self, task_id: TaskId) -> TaskView:
        """Return how a task stands.

        Raises:
            ResultLostError: its request broke off, or who sent it crashed.
            NetworkFaultError: the server is silent, even of how far it is; the request stays open.

        """
        errand = self.line.find(task_id)
        if errand is None:
            view = await self._gallery.view(task_id)
            if view is None:
                raise engine_errors.ResultLostError("its request is not open, and nothing is kept")
            return view
        if errand.failure is not None:
            return _failed(errand.failure)
        if (place := self.line.place(errand)) is not None:
            if self._is_silent:
                raise engine_errors.NetworkFaultError("the web UI is silent")
            return TaskView(status=TaskStatus.PENDING, place=place)
        seen = await self._progress(task_id)
        return TaskView(
            status=TaskStatus.PENDING,
            progress=seen.percent,
            remaining=seen.remaining,
            place=seen.place,
        )

    async def cancel(self, task_id: TaskId) -> None:
        """Take a task out of the line, or interrupt it while it is certainly the one that runs."""
        await self.line.end(task_id, self._interrupt)

    async def _interrupt(self, errand: Errand) -> None:
        own = progress.read_own(await self._send(wire.progress_of(errand.task_id)))
        if own is None or not own.is_running:
            log.info("task.not_interrupted", task=errand.task_id)
            return
        refused = failures.refusal(await self._send(wire.interrupt()))
        if refused is not None:
            raise refused

    async def _progress(self, task_id: TaskId) -> Progress:
        """Return what the server tells, which may be nothing of use.

        Raises:
            NetworkFaultError: it does not answer. A server that makes an image does, all the while.

        """
        try:
            seen = await self._told(task_id)
        except engine_errors.NetworkFaultError:
            self._is_silent = True
            raise
        except engine_errors.EngineError as error:
            log.debug("progress.unknown", why=str(error))
            seen = progress.Progress()
        self._is_silent = False
        return seen

    async def _told(self, task_id: TaskId) -> Progress:
        if self._tells_own:
            response = await self._send(wire.progress_of(task_id))
            self._tells_own = response.status not in {404, 405}
            if (own := progress.read_own(response)) is not None:
                return own
        return progress.read_any(await self._send(wire.progress()))

    async def _carry(self, errand: Errand) -> None:
        """Send a request and keep what comes of it, unless nobody wants it any more."""
        clock = asyncio.get_running_loop().time
        begun = clock()
        response = await self._answer(errand)
        if errand.is_unwanted:
            return
        try:
            result = await asyncio.to_thread(
                read_result, response, errand.images, errand.first_seed
            )
        except engine_errors.MalformedReplyError as error:
            raise engine_errors.ResultLostError(str(error), status=error.status) from error
        is_another = bool(result.model) and not is_same(errand.model, result.model)
        if is_another:
            log.warning("task.other_model", task=errand.task_id, model=result.model[:100])
        await self._gallery.keep(
            errand.task_id,
            result,
            seconds=clock() - begun,
            instead=result.model if is_another else "",
        )

    async def _answer(self, errand: Errand) -> Response:
        """Send until it is not too much; raise what ends the task."""
        max_bytes = largest(errand.images, self._max_image_bytes)
        attempt = 0
        while True:
            attempt += 1
            if errand.is_unwanted:
                raise engine_errors.TaskFailedError("nobody wants it any more")
            request = wire.txt2img(errand.body, seconds=self._seconds, max_bytes=max_bytes)
            try:
                response = await self._send(request)
            except engine_errors.MalformedReplyError as error:
                raise engine_errors.ImageError(str(error)) from error
            except engine_errors.NetworkFaultError as error:
                raise engine_errors.ResultLostError(str(error)) from error
            refused = failures.refusal(response)
            if refused is None:
                return response
            if not isinstance(refused, engine_errors.RateLimitedError):
                raise _final(refused)
            await self._sleep(delay(attempt, chance=1.0, cap=30.0, asked=refused.retry_after))


def _final(refused: engine_errors.EngineError) -> engine_errors.EngineError:
    """Return what a refusal of an open request means.

    With 500 the server says that it tried; another status of the kind is a proxy's, behind which
    the work may go on.
    """
    if not isinstance(refused, engine_errors.ServerFaultError):
        return refused
    is_own = refused.status == 500
    kind = engine_errors.TaskFailedError if is_own else engine_errors.ResultLostError
    return kind(str(refused), status=refused.status)


def _failed(failure: engine_errors.EngineError) -> TaskView:
    if isinstance(failure, engine_errors.ResultLostError):
        raise failure
    return TaskView(status=TaskStatus.FAILED, failure=failure.kind, reason=failure.reason)
