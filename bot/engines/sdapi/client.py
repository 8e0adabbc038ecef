"""A web UI as the rest of Darkroom sees it: one method for each thing we ask of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.domain.ports import Found, Whereabouts
from bot.engine_errors import RejectedRequestError
from bot.engines.retries import LOOKS, outright
from bot.engines.sdapi.building import check
from bot.engines.sdapi.names import native
from bot.engines.sdapi.server import capabilities
from bot.engines.words import for_member
from bot.errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from stamina import AsyncRetryingCaller

    from bot.domain.capabilities import Capabilities
    from bot.domain.ids import TaskId
    from bot.domain.ports import Picture, Submission, TaskImage, TaskView
    from bot.domain.request import GenerationRequest
    from bot.engines.sdapi.catalogue import SdapiCatalogue
    from bot.engines.sdapi.gallery import Gallery
    from bot.engines.sdapi.native import NativeApi
    from bot.engines.sdapi.webui import WebUi


class SdapiEngine:
    """Chooses between the API that all web UIs share and stable-diffusion.cpp's own.

    A submission is sent once more after a lost one, as no money is at stake: its seed is fixed
    before the first, so both make the same images.
    """

    name = "sdapi"
    title = "the web UI"

    def __init__(
        self,
        *,
        catalogue: SdapiCatalogue,
        gallery: Gallery,
        webui: WebUi,
        native_api: NativeApi,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        looks: AsyncRetryingCaller = LOOKS,
    ) -> None:
        """Join the parts; ``open_sdapi`` opens them."""
        self.catalogue = catalogue
        self._gallery = gallery
        self._webui = webui
        self._native_api = native_api
        self._sleep = sleep
        self._looks = looks

    @property
    def capabilities(self) -> Capabilities:
        """What the server can do, as far as it has answered yet."""
        return capabilities(self.catalogue.server)

    def check(self, request: GenerationRequest) -> None:
        """Raise InvalidOptionError when the server is known not to have something."""
        if self.catalogue.server is not None:
            check(request, self.catalogue.server, self.catalogue.in_doubt)

    async def submit(self, submission: Submission) -> TaskId:
        """Start a task, after seeing that the server is there.

        Raises:
            ReplyLostError: a task may exist; only stable-diffusion.cpp leaves that open.
            EngineError: no task exists.

        """
        server = await self.catalogue.ready(submission.request.model)
        try:
            if server.is_native:
                return await self._native_api.submit(submission, server)
            return self._webui.submit(submission, server)
        except InvalidOptionError as error:
            # It was accepted before the server's lists changed, or before they were known.
            reason = for_member(str(error).replace("`", ""))
            raise RejectedRequestError(str(error), reason=reason) from error

    async def find(self, submission: Submission, /) -> Found:
        """Look for an earlier attempt here; no server can be asked for one."""
        task_id = await self._webui.find(submission)
        where = Whereabouts.UNSURE if task_id is None else Whereabouts.KNOWN
        return Found(where=where, task_id=task_id)

    async def look(self, task_id: TaskId) -> TaskView:
        """Look at a task.

        Raises:
            ResultLostError: it is gone for good.
            EngineError: any other reason why nothing can be said.

        """
        task = native(task_id)
        if task is None:
            return await self._webui.look(task_id)
        return await outright(self._looks, lambda: self._native_api.look(task_id, task))

    async def fetch(self, task_id: TaskId, index: int, _: TaskImage) -> Picture:
        """Return an image of a result that is kept here."""
        return await self._gallery.picture(task_id, index)

    async def cancel(self, task_id: TaskId, /) -> None:
        """End a task, unless somebody else's would be ended instead."""
        task = native(task_id)
        if task is None:
            await self._webui.cancel(task_id)
        else:
            await self._native_api.cancel(task)

    async def forget(self, task_id: TaskId, /) -> None:
        """Drop its result."""
        self._webui.line.forget(task_id)
        await self._gallery.forget(task_id)

    async def learn(self) -> None:
        """Ask which server it is, and for its lists."""
        await self.catalogue.learn()

    async def run(self, hint: Callable[[TaskId], bool], /) -> None:
        """Keep the lists fresh; open requests run whether this does or not."""
        self._webui.line.ended = hint
        while True:
            await self._sleep(await self.catalogue.refresh())

    async def credit(self) -> None:
        """Nothing is counted by whoever runs it themselves."""

    def questions(self) -> Mapping[str, Callable[[], Awaitable[str]]]:
        """Return what ``darkroom check`` asks."""
        return {"Web UI samplers": self._samplers, "Web UI models": self._models}

    async def _samplers(self) -> str:
        said = await self.catalogue.learning.native()
        if said is not None:
            return "stable-diffusion.cpp, by its own API"
        return f"the API is switched on, {len(await self.catalogue.learning.samplers())} samplers"

    async def _models(self) -> str:
        await self.catalogue.learn()
        default = self.catalogue.default_checkpoint()
        if default is None or not self.catalogue.has_checkpoints:
            raise RejectedRequestError("there is no checkpoint")
        return f"{self.catalogue.count} checkpoints, {default.name} unless another is asked for"
