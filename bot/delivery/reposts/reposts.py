"""Show images of a result once more, in another place.

The order of things is that of a result's first posting: files are made, the rows and the policy
are read last, one request follows, and both are read once more when it was taken.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.delivery import landings
from bot.delivery.reposts.repost_making import Making
from bot.errors import DeliveryError, RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.delivery.posts import Post
    from bot.delivery.reposts.repost_making import Place, Sources
    from bot.domain.job import Job
    from bot.domain.reposting import Showing

AT_ONCE = 6
"""Jobs whose files are held in memory; who asks for more waits."""

MOST_ROUNDS = 8
"""In which files are made anew because what may be seen changed; more, and it never ends."""

TAKING_BACK = 30
"""Tries to take a message away that may not stay."""

PAUSE = 0.3
"""Seconds after the first of them; each pause is twice as long as the one before."""

LONGEST_PAUSE = 3.0

SOON = 2.0
"""Seconds in which whoever asked waits for it; it goes on without them."""

LOOK = 1.0
"""Seconds between two looks whether what may still land may be seen."""

RESTLESS = text("repost.restless")
"""To whom asks while the rules change again and again."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Reposts:
    """The one way by which an image is shown anywhere but in the message of its job."""

    def __init__(self, sources: Sources) -> None:
        """Make what is shown with ``sources``."""
        self._sources = sources
        self._kept = set[asyncio.Task[None]]()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def show(
        self,
        job: Job,
        numbers: Sequence[int] | None,
        place: Place,
        files: Mapping[str, str] | None = None,
    ) -> Showing:
        """Show what may be seen there, and return what came of each image.

        Where nothing may be seen, nothing is sent.

        Args:
            job: Whose images.
            numbers: Of the images, from 1; None for all.
            place: Where.
            files: Addresses of what its message shows, by file name, where they are known; else
                they are asked for.

        Raises:
            RefusedError: the message is gone, or Discord does not take what is sent.
            DeliveryError: Discord did not take it for now, or may have taken it.

        """
        async with self._room:
            return await self._shown(Making(self._sources, job, numbers, place, files), job, place)

    async def _shown(self, making: Making, job: Job, place: Place) -> Showing:
        ready: tuple[Showing, Post] | None = None
        for _ in range(MOST_ROUNDS):
            showing = await making.showing()
            if place.doubtful is not None and showing.is_less_than(place.doubtful):
                await self._take_back(job, place)
                raise RefusedError(RESTLESS)
            if not showing.seen:
                return showing
            if ready is not None and ready[0] == showing:
                await self._send(making, *ready, job, place)
                return await self._checked(making, showing, job, place)
            ready = showing, await making.post(showing)
        raise RefusedError(RESTLESS)

    async def _send(
        self, making: Making, showing: Showing, post: Post, job: Job, place: Place
    ) -> None:
        try:
            await place.send(post)
        except DeliveryError as error:
            if error.may_land:
                place.doubtful = showing
                self._keep(asyncio.create_task(self._minded(making, showing, job, place)))
            raise
        place.doubtful = None

    async def _minded(self, making: Making, sent: Showing, job: Job, place: Place) -> None:
        """Take away what had no answer if it may not stay, for as long as it may still land."""
        for _ in range(round(landings.LATEST / LOOK)):
            if place.doubtful is None:  # it was sent again, and has its answer
                return
            if await self._may_not_stay(making, sent, job):
                await self._insist(job, place)
                return
            await asyncio.sleep(LOOK)

    async def _checked(self, making: Making, sent: Showing, job: Job, place: Place) -> Showing:
        """Take away what may not stay by the rows and the policy of after the request."""
        if not await self._may_not_stay(making, sent, job):
            return sent
        log.info("repost.stricter", job=job.id)
        await self._take_back(job, place)
        raise RefusedError(RESTLESS)

    async def _may_not_stay(self, making: Making, sent: Showing, job: Job) -> bool:
        """Whether less may be seen by now; where that cannot be told, nothing may."""
        try:
            return (await making.showing()).is_less_than(sent)
        except Exception:
            log.exception("repost.not_checked", job=job.id)
            return True

    async def _take_back(self, job: Job, place: Place) -> None:
        """Take a message away, soon if Discord lets us, else behind the back of who asked."""
        task = asyncio.create_task(self._insist(job, place))
        self._keep(task)
        await asyncio.wait({task}, timeout=SOON)

    async def _insist(self, job: Job, place: Place) -> None:
        for attempt in range(TAKING_BACK):
            try:
                await place.take_back()
            except Exception as error:  # noqa: BLE001 - whatever it is, the message may be there
                log.warning("repost.not_taken_back", job=job.id, attempt=attempt, why=str(error))
                await asyncio.sleep(min(PAUSE * 2**attempt, LONGEST_PAUSE))
            else:
                return

    def _keep(self, task: asyncio.Task[None]) -> None:
        """Let a task go on whose end nobody waits for."""
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)
