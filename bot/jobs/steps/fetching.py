"""The pictures of one job: fetched side by side, held within a bound, fetched again if need be.

Our own detector, if it is to judge, sees each as soon as it is here.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.domain.judging import Evidence
from bot.engine_errors import ImageError
from bot.jobs.insisting import PATIENCE
from bot.jobs.picture_room import USUAL
from bot.jobs.steps.watch import task_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Collection, Iterable

    from bot.domain.fingerprint import Fingerprint, RememberedImages
    from bot.domain.job import Job
    from bot.domain.ports import Picture, TaskImage, TaskView
    from bot.jobs.tools import Tools

LAST_FETCH = 10.0
"""Seconds that a fetch may take which begins at the deadline: what the last look found counts."""

SLOW = 2.0
"""Seconds after which a fetch holds no more room than what it brought has taken."""

AGAIN = 60.0
"""Seconds for images that were here once and had to make room, even past the deadline."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Fetched:
    picture: Picture | None
    may_come: bool = False
    """Whether it is missing for a reason that may pass."""


class JobPictures:
    """What was fetched of a task's images. ``drop`` gives its room back; its owner must."""

    def __init__(self, tools: Tools, job: Job, view: TaskView) -> None:
        """Take the images that ``view`` names, as many as were asked for."""
        self._tools = tools
        self._job = job
        self._engine = tools.engines.of(job)
        self.images: tuple[TaskImage, ...] = view.images[: job.request.images]
        self.bench = tools.bench(self._engine)
        self._fetched: list[_Fetched] = []
        self._scores: list[float | None] = [None] * len(self.images)
        self.fingerprints: dict[int, Fingerprint | None] = {}
        """Of the pictures that came, by their place; None of those that could not be looked at."""
        self._were_here = False

    @property
    def may_come(self) -> bool:
        """Whether one is missing that may be had a little later."""
        return any(fetched.may_come for fetched in self._fetched)

    @property
    def missing(self) -> int:
        """How many are missing, of those that could be had."""
        here = zip(self.images, self._fetched, strict=False)
        return sum(got.picture is None and not is_withheld(image) for image, got in here)

    @property
    def none_came(self) -> bool:
        """Whether there is nothing to be told, of any image."""
        return self.missing == len(self.images)

    def evidence(self, remembered: RememberedImages) -> list[Evidence]:
        """Return what was said of each image, and which ``remembered`` one it is like."""
        detector, looks = self._tools.detector.name or None, self.fingerprints
        return [
            Evidence(
                detection=image.detection,
                flagged=image.is_flagged,
                withheld=is_withheld(image),
                score=score,
                detector=detector,
                resembles=remembered.like(looks[index]) if index in looks else None,
            )
            for index, (image, score) in enumerate(zip(self.images, self._scores, strict=True))
        ]

    async def held(self) -> list[Picture | None]:
        """Return the pictures in order, fetching them if they are not here; None is missing.

        Waits for room, and fetches until the job's deadline or a little longer; what has not come
        then is missing.
        """
        if not self._fetched:
            await self._fetch_all()
        return [fetched.picture for fetched in self._fetched]

    def make_room(self) -> None:
        """Let others have our room while we wait: ours can be fetched again."""
        if self._tools.room.is_crowded:
            self.drop()

    def drop(self) -> None:
        """Forget the pictures and give their room back."""
        self._fetched = []
        self._tools.room.leave(self._job.id)

    @property
    def _seconds(self) -> float:
        """How long a fetch may take. A private job's message cannot wait beyond its token."""
        left = self._tools.left(self._job)
        may_wait = self._were_here and not self._job.request.private
        return max(left, AGAIN if may_wait else LAST_FETCH)

    async def _fetch_all(self) -> None:
        size = USUAL * len(self.images)
        while True:
            if not await self._entered(size):
                self._fetched = [_Fetched(None) for _ in self.images]
                return
            fetched, may_stay = await self._fetch_within()
            if may_stay:
                self._fetched, self._were_here = fetched, True
                return
            size = _size(fetched)
            fetched.clear()  # they are too many to be kept while others wait

    async def _entered(self, size: int) -> bool:
        """Wait for room; only a private job's message cannot wait as long as Discord may take."""
        patience = self._tools.left(self._job) if self._job.request.private else PATIENCE
        try:
            async with asyncio.timeout(max(0.0, patience)):
                await self._tools.room.enter(self._job.id, size)
        except TimeoutError:
            return False
        return True

    async def _fetch_within(self) -> tuple[list[_Fetched], bool]:
        """Fetch all, and judge each at once; return them, and whether there is room for them."""
        async with asyncio.TaskGroup() as group:
            fetching = [
                group.create_task(self._fetch(index, image))
                for index, image in enumerate(self.images)
            ]
            judging = fetching if self.bench.detector_judges else []
            scoring = [group.create_task(self._score(task)) for task in judging]
            looking = [group.create_task(self._look(task)) for task in fetching]
            may_stay = await self._fitted(fetching)
        if may_stay:
            self._scores = [task.result() for task in scoring] or [None] * len(fetching)
            self.fingerprints = {
                index: task.result()
                for index, task in enumerate(looking)
                if fetching[index].result().picture is not None
            }
        return [task.result() for task in fetching], may_stay

    async def _fitted(self, fetching: Collection[asyncio.Task[_Fetched]]) -> bool:
        """Take as much room as is needed; return whether that is there.

        None is held in reserve for long: a slow host must delay its own job alone.
        """
        done, late = await asyncio.wait(fetching, timeout=SLOW) if fetching else (set(), set())
        while late:
            self._take_room(done)
            more, late = await asyncio.wait(late, return_when=asyncio.FIRST_COMPLETED)
            done |= more
        return self._take_room(done)

    def _take_room(self, done: Iterable[asyncio.Task[_Fetched]]) -> bool:
        return self._tools.room.resize(self._job.id, _size([task.result() for task in done]))

    async def _fetch(self, index: int, image: TaskImage) -> _Fetched:
        if is_withheld(image):
            return _Fetched(None)
        try:
            async with asyncio.timeout(self._seconds):
                return _Fetched(await self._engine.fetch(task_of(self._job), index, image))
        except TimeoutError:
            log.warning("image.late", number=index + 1)
            return _Fetched(None)
        except ImageError as error:
            log.warning("image.lost", number=index + 1, passing=error.transient, why=str(error))
            return _Fetched(None, may_come=error.transient)

    async def _score(self, fetching: Awaitable[_Fetched]) -> float | None:
        """Ask our detector: of each picture once, whatever becomes of the policy meanwhile."""
        fetched = await fetching
        if fetched.picture is None:
            return None
        try:
            async with asyncio.timeout(self._seconds):
                return await self._tools.detector.score(fetched.picture)
        except TimeoutError:
            return None

    async def _look(self, fetching: Awaitable[_Fetched]) -> Fingerprint | None:
        fetched = await fetching
        if fetched.picture is None:
            return None
        return await self._tools.likeness.fingerprint(fetched.picture)


def is_withheld(image: TaskImage) -> bool:
    """Whether an image may never be seen, so that it is not even fetched."""
    return image.is_placeholder or image.is_csam


def _size(fetched: Iterable[_Fetched]) -> int:
    """Return the bytes of those pictures that came."""
    return sum(len(one.picture.data) for one in fetched if one.picture)
