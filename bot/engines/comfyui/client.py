"""ComfyUI as the rest of Darkroom sees it: one method for each thing we ask of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import recognisable
from bot.domain.ports import Found, TaskStatus, TaskView, Whereabouts
from bot.engine_errors import (
    EngineError,
    ImageError,
    ResultLostError,
    UnknownModelError,
)
from bot.engines.comfyui import building, shipped, wire
from bot.engines.comfyui.graph import samplers_in
from bot.engines.comfyui.offering import capabilities
from bot.engines.comfyui.refusals import PartlyRefusedError, read_submit
from bot.engines.comfyui.server import ComfyuiServer
from bot.engines.comfyui.tasks import Tasks
from bot.engines.pictures.stripping import bare
from bot.engines.retries import LOOKS, outright

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from stamina import AsyncRetryingCaller

    from bot.domain.capabilities import Capabilities
    from bot.domain.ids import TaskId
    from bot.domain.ports import Picture, Submission, TaskImage
    from bot.domain.request import GenerationRequest
    from bot.engines.comfyui.catalogue import ComfyuiCatalogue
    from bot.engines.comfyui.listening import Listener
    from bot.engines.comfyui.workflow import Workflow
    from bot.engines.pictures.fetching import Fetch
    from bot.engines.transport import Send

log = structlog.get_logger()


class ComfyuiEngine:
    """A thin shell: build, send, read. A submit is never repeated here."""

    name = "comfyui"
    title = "ComfyUI"

    def __init__(
        self,
        send: Send,
        fetch: Fetch,
        catalogue: ComfyuiCatalogue,
        listener: Listener,
        *,
        workflow: Workflow | None = None,
        looks: AsyncRetryingCaller = LOOKS,
    ) -> None:
        """Talk through ``send``, get image files by ``fetch``, hear by ``listener``."""
        self._send = send
        self._fetch = fetch
        self.catalogue = catalogue
        self._listener = listener
        self._progress = listener.progress
        self._workflow = workflow
        self._looks = looks
        self._tasks = Tasks(send)

    @property
    def capabilities(self) -> Capabilities:
        """By the graph, and by what the server has."""
        return capabilities(self.catalogue.offer, self.catalogue.abilities)

    def check(self, request: GenerationRequest) -> None:
        """Raise InvalidOptionError for a model that is certainly not there."""
        building.check(request, self.catalogue.lacks)

    async def submit(self, submission: Submission) -> TaskId:
        """Put a graph into the queue, once, under an id that follows from the job's.

        Raises:
            ReplyLostError: a task may exist, which ``find`` tells.
            EngineError: no task exists.

        """
        if not building.is_known(submission.request, self._workflow, self.catalogue.abilities):
            await self.catalogue.ask()
        graph = building.graph_of(submission, self._workflow, self.catalogue.abilities)
        ours = wire.task_of(submission.job_id)
        request = wire.submit(graph, ours, self._listener.client_id)
        # Before the answer: the server may tell of a task sooner than it answers.
        self._progress.expect(ours, samplers_in(graph))
        try:
            task_id = read_submit(await self._send(request))
        except PartlyRefusedError as error:
            await self._end_rest(error.task_id)
            raise
        except UnknownModelError:
            self.catalogue.stale()
            raise
        if task_id != ours:
            self._progress.drop(ours)
            self._progress.expect(task_id, samplers_in(graph))
        return task_id

    async def find(self, submission: Submission, /) -> Found:
        """Ask for the task by our own id."""
        task_id = wire.task_of(submission.job_id)
        if await self._tasks.look(task_id) is None:
            return Found(where=Whereabouts.ABSENT)
        return Found(where=Whereabouts.KNOWN, task_id=task_id)

    async def look(self, task_id: TaskId) -> TaskView:
        """Look at a task; a passing fault is retried once, quickly.

        Raises:
            ResultLostError: it neither waits nor runs nor has ended: the server was restarted.
            EngineError: any other reason why nothing can be said.

        """
        seen = await outright(self._looks, partial(self._tasks.look, task_id))
        if seen is not None and seen.status is TaskStatus.PENDING:
            self._progress.know(task_id)
            return replace(seen, progress=self._progress.percent(task_id))
        self._progress.drop(task_id)
        if seen is None:
            raise ResultLostError("ComfyUI has lost the task: was it restarted?")
        return seen

    async def fetch(self, _: TaskId, index: int, image: TaskImage) -> Picture:
        """Fetch an image, and leave out what the server wrote into its file beside the picture.

        Raises:
            ImageError: it is not to be had, not an image, or too large.

        """
        if not image.url:
            raise ImageError(f"the server made no image {index + 1}")
        return bare(await self._fetch(image.url))

    async def cancel(self, task_id: TaskId, /) -> None:
        """End a task that waits or runs, and no other."""
        self._progress.drop(task_id)
        await self._tasks.cancel(task_id)

    async def forget(self, task_id: TaskId, /) -> None:
        """Drop its progress."""
        self._progress.drop(task_id)

    async def learn(self) -> None:
        """Ask for the server's lists."""
        await self.catalogue.ask()

    async def run(self, hint: Callable[[TaskId], bool], /) -> None:
        """Keep the catalogue fresh, and listen."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.catalogue.run())
            group.create_task(self._listener.run(hint, self._connected))

    async def credit(self) -> None:
        """Nothing is counted by whoever runs it themselves."""

    def questions(self) -> Mapping[str, Callable[[], Awaitable[str]]]:
        """See ``ComfyuiServer``."""
        graph = self._workflow.graph if self._workflow else None
        classes = (
            shipped.CLASSES if graph is None else [one["class_type"] for one in graph.values()]
        )
        return ComfyuiServer(self._send, self.catalogue, classes).questions()

    def _connected(self) -> None:
        """Learn anew what the server is and has: it may have been started anew."""
        self._tasks.forget_server()
        self.catalogue.stale()

    async def _end_rest(self, task_id: TaskId) -> None:
        try:
            await self._tasks.cancel(task_id)
        except EngineError as error:
            log.warning("task.runs_on", task=recognisable(task_id), why=str(error))
