"""AI Horde as the rest of Darkroom sees it: one method for each thing we ask of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import TaskId, recognisable
from bot.engine_errors import EngineError, ImageError, TaskNotFoundError
from bot.engines.horde import notes, replies, views, wire
from bot.engines.horde.building import CAPABILITIES, build, check
from bot.engines.horde.finding import UNSURE
from bot.engines.horde.spending import OTHER, SUBMIT
from bot.engines.pictures.fetching import ExpiredError, lost
from bot.engines.pictures.stripping import bare
from bot.engines.retries import LOOKS, outright
from bot.errors import InvalidOptionError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from stamina import AsyncRetryingCaller

    from bot.domain.ports import Found, Picture, Submission, TaskImage, TaskView
    from bot.domain.request import GenerationRequest
    from bot.engines.horde.account import HordeAccount
    from bot.engines.horde.catalogue import HordeCatalogue
    from bot.engines.horde.finding import Finding
    from bot.engines.horde.spending import Spending
    from bot.engines.horde.watching import Watching
    from bot.engines.pictures.fetching import Fetch
    from bot.engines.transport import Send

log = structlog.get_logger()

NOT_FOUND = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the engine is made of."""

    send: Send
    """With our key."""
    ask: Send
    """Without it."""
    fetch: Fetch
    spending: Spending
    watching: Watching
    catalogue: HordeCatalogue
    account: HordeAccount
    finding: Finding | None
    """None for the anonymous account, whose tasks are not listed."""


class HordeEngine:
    """A thin shell: build, send, read. A submit is never repeated here."""

    name = "horde"
    title = "AI Horde"

    def __init__(self, parts: Parts, *, looks: AsyncRetryingCaller = LOOKS) -> None:
        """Put the parts together; with ``looks`` a look is repeated."""
        self._parts = parts
        self._looks = looks
        self.catalogue = parts.catalogue
        # It never says that there is none: the list is late, and another task may be in it.
        self.capabilities = replace(CAPABILITIES, finds=parts.finding is not None)

    def check(self, request: GenerationRequest) -> None:
        """Raise InvalidOptionError when a value cannot be said, or there is no such model.

        A model that does not exist would be taken all the same, and wait for a worker for ever.
        """
        check(request)
        if self.catalogue.lacks(request.model):
            raise InvalidOptionError("model", request.model, text("option.model"))

    async def submit(self, submission: Submission) -> TaskId:
        """Start a task, once, in our turn.

        Raises:
            ReplyLostError: a task may exist.
            InvalidOptionError: nothing was sent, see ``check``.
            EngineError: no task exists.

        """
        body = build(submission)
        await self._parts.spending.turn(SUBMIT)
        reply = replies.read_submit(await self._parts.send(wire.submit(body)))
        task_id = TaskId(reply.id)
        self._parts.watching.memory.of(task_id).warnings = notes.of_warnings(reply.warnings)
        return task_id

    async def find(self, submission: Submission, /) -> Found:
        """Look among our key's tasks for one with exactly the seeds that were sent."""
        finding = self._parts.finding
        return UNSURE if finding is None else await finding.find(submission)

    async def look(self, task_id: TaskId) -> TaskView:
        """Look at a task; a passing fault is retried once, quickly.

        Raises:
            TaskNotFoundError: it has expired, since there was one of this id.
            EngineError: any other reason why nothing can be said.

        """
        return await outright(self._looks, partial(self._parts.watching.look, task_id))

    async def fetch(self, task_id: TaskId, index: int, image: TaskImage) -> Picture:
        """Fetch an image, once more by a fresh address if need be.

        What stands in an image's place is not fetched: nobody may see it. What a worker wrote into
        the file beside the picture is left out.

        Raises:
            ImageError: for whatever reason it is not to be had; ``transient`` when it may be
                a little later.

        """
        if image.is_placeholder or image.is_csam:
            raise ImageError("the engine put another picture in its place")
        try:
            try:
                return bare(await self._parts.fetch(image.url))
            except ImageError as error:
                if not isinstance(error, ExpiredError) and error.status != NOT_FOUND:
                    raise
                log.info("image.address_expired", task=recognisable(task_id), index=index)
                fresh = await self._fresh_url(task_id, index, image)
                return bare(await self._parts.fetch(fresh))
        except ImageError:
            raise
        except EngineError as error:
            raise lost(error) from error

    async def cancel(self, task_id: TaskId, /) -> None:
        """Drop what of a task has not begun; one that is gone is no error."""
        try:
            await outright(self._looks, partial(self._cancel_once, task_id))
        except TaskNotFoundError:
            return

    async def forget(self, task_id: TaskId, /) -> None:
        """Drop what is remembered of a task."""
        self._parts.watching.memory.forget(task_id)

    async def learn(self) -> None:
        """What it takes is the same each time."""

    async def run(self, _: Callable[[TaskId], bool], /) -> None:
        """Keep the catalogue fresh; nothing is told unasked."""
        await self.catalogue.run()

    async def credit(self) -> float | None:
        """See ``HordeAccount``."""
        return await self._parts.account.kudos()

    def questions(self) -> Mapping[str, Callable[[], Awaitable[str]]]:
        """See ``HordeAccount``."""
        return self._parts.account.questions()

    async def _cancel_once(self, task_id: TaskId) -> None:
        await self._parts.spending.turn(OTHER)
        error = replies.refusal(await self._parts.ask(wire.cancel(task_id)))
        if error is not None:
            raise error

    async def _fresh_url(self, task_id: TaskId, index: int, image: TaskImage) -> str:
        """Return an image's address of this moment, empty when it is no longer listed.

        The caller judges the image by the look it has, so a newer judgement forbids it.
        """
        images = views.images_of(await self._parts.watching.read(task_id))
        at_index = [images[index]] if index < len(images) else []
        alike = [one for one in [*at_index, *images] if one.seed == image.seed]
        if not alike:
            return ""
        if replace(alike[0], url=image.url) != image:
            log.warning("image.judged_anew", task=recognisable(task_id), index=index)
            raise ImageError("the engine has judged the image anew")
        return alike[0].url
