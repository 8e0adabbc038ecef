"""Novita as the rest of Darkroom sees it: one method for each thing we ask of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.domain.ports import Found, TaskStatus, TaskView, Whereabouts
from bot.engine_errors import EngineError, ImageError, TaskFailedError
from bot.engines.novita import replies, wire
from bot.engines.novita.account import NovitaAccount
from bot.engines.novita.building import CAPABILITIES, build
from bot.engines.novita.catalogue import NovitaCatalogue
from bot.engines.novita.models import TaskResult
from bot.engines.novita.views import STATUSES, view
from bot.engines.once import Once
from bot.engines.pictures.fetching import ExpiredError, lost
from bot.engines.pictures.stripping import bare
from bot.engines.retries import LOOKS, outright
from bot.engines.words import clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from stamina import AsyncRetryingCaller

    from bot.domain.ids import TaskId
    from bot.domain.ports import Picture, Submission, TaskImage
    from bot.domain.request import GenerationRequest
    from bot.engines.pictures.fetching import Fetch
    from bot.engines.transport import Send

log = structlog.get_logger()


class NovitaEngine:
    """A thin shell: build, send, read. A submit is never repeated here."""

    name = "novita"
    title = "Novita"

    def __init__(  # noqa: PLR0913 - one call, in opening
        self,
        send: Send,
        fetch: Fetch,
        catalogue: NovitaCatalogue | None = None,
        *,
        enterprise: bool = False,
        webhook_url: str | None = None,
        images_per_minute: int | None = None,
        looks: AsyncRetryingCaller = LOOKS,
    ) -> None:
        """Talk through ``send`` and get files through ``fetch``.

        ``webhook_url`` is complete, secret included; with ``looks`` a look is repeated.
        """
        self.capabilities = replace(CAPABILITIES, images_per_minute=images_per_minute)
        self._send = send
        self._fetch = fetch
        self.catalogue = catalogue or NovitaCatalogue(send)
        self._enterprise = enterprise
        self._webhook_url = webhook_url
        self._looks = looks
        self._once = Once()

    def check(self, request: GenerationRequest) -> None:
        """Raise InvalidOptionError when a value is outside the documented ranges."""
        build(request)

    async def submit(self, submission: Submission) -> TaskId:
        """Start a task, once.

        Raises:
            ReplyLostError: a task may exist.
            InvalidOptionError: nothing was sent, see ``check``.
            EngineError: no task exists.

        """
        body = build(
            submission.request,
            submission.asked,
            enterprise=self._enterprise,
            webhook_url=self._webhook_url,
        )
        return replies.read_submit(await self._send(wire.submit(body)))

    async def find(self, _: Submission, /) -> Found:
        """Novita has no list of tasks, and takes no id of ours: it cannot be told."""
        return Found(where=Whereabouts.UNSURE)

    async def look(self, task_id: TaskId) -> TaskView:
        """Look at a task; a passing fault is retried once, quickly.

        Raises:
            TaskNotFoundError: it is unknown, or not yet known.
            EngineError: any other reason why nothing can be said.

        """
        try:
            result = await outright(self._looks, partial(self._look_once, task_id))
        except TaskFailedError as error:
            return TaskView(status=TaskStatus.FAILED, reason=error.reason)
        seen = view(result)
        if result.task.status not in STATUSES and self._once.is_first("status", task_id):
            log.warning("task.status_unknown", task=task_id, status=clean(result.task.status)[:50])
        if seen.task_id not in {"", task_id} and self._once.is_first("id", task_id):
            log.warning("task.id_differed", task=task_id, answered=seen.task_id[:50])
        return seen

    async def fetch(self, task_id: TaskId, index: int, image: TaskImage) -> Picture:
        """Fetch an image; when its address has expired, read the task once more for a fresh one.

        What the engine wrote into its file beside the picture is left out.

        Raises:
            ImageError: for whatever reason it is not to be had; ``transient`` when it may be
                a little later.

        """
        try:
            try:
                return bare(await self._fetch(image.url))
            except ExpiredError:
                log.info("image.address_expired", task=task_id, index=index)
                return bare(await self._fetch(await self._fresh_url(task_id, index, image)))
        except ImageError:
            raise
        except EngineError as error:
            raise lost(error) from error

    async def cancel(self, _: TaskId, /) -> None:
        """Novita cancels no task: it runs to its end and is paid for."""

    async def forget(self, _: TaskId, /) -> None:
        """Nothing is kept here of a task."""

    async def learn(self) -> None:
        """What it takes is the same each time."""

    async def run(self, _: Callable[[TaskId], bool], /) -> None:
        """Keep the catalogue fresh; what Novita tells unasked comes by its webhook."""
        await self.catalogue.run()

    async def credit(self) -> float | None:
        """See ``NovitaAccount``."""
        return await NovitaAccount(self._send).left()

    def questions(self) -> Mapping[str, Callable[[], Awaitable[str]]]:
        """See ``NovitaAccount``."""
        return NovitaAccount(self._send).questions()

    async def _fresh_url(self, task_id: TaskId, index: int, image: TaskImage) -> str:
        """Return an image's address of this moment, empty when it is no longer listed.

        The caller judges the image by the look it has, so a newer detection forbids it, and
        so does another task's name.
        """
        seen = await self.look(task_id)
        if seen.task_id not in {"", task_id, image.task_id}:
            raise ImageError("the engine answered about another task", transient=True)
        images = seen.images
        if index >= len(images):
            return ""
        if images[index].detection != image.detection:
            log.warning("image.judged_anew", task=task_id, index=index)
            raise ImageError("the engine has judged the image anew")
        return images[index].url

    async def _look_once(self, task_id: TaskId) -> TaskResult:
        return replies.read(await self._send(wire.task_result(task_id)), TaskResult)
