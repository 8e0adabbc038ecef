"""What the steps of a job work with."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.domain.backoff import delay
from bot.engine_errors import EngineAbsentError
from bot.errors import StoreError, StoreRefusedError
from bot.jobs.doors import Doors
from bot.jobs.sitting import bench_of, sitting_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Sequence
    from datetime import timedelta

    from bot.domain.fingerprint import RememberedImages
    from bot.domain.ids import JobId
    from bot.domain.image import Image, Original
    from bot.domain.job import Job
    from bot.domain.judging import Bench, Judging, Sitting
    from bot.domain.policy import Policy
    from bot.domain.ports import (
        Blur,
        Detector,
        Engine,
        ImageStore,
        JobStore,
        Likeness,
        OriginalStore,
        Picture,
        Publisher,
        ResultStore,
        RevisionStore,
        SecondLook,
    )
    from bot.domain.price import Prices
    from bot.jobs.clock import Clock
    from bot.jobs.courtesy import Courtesy
    from bot.jobs.deadlines import Deadlines
    from bot.jobs.engines import Engines
    from bot.jobs.gate import Gate
    from bot.jobs.in_force import InForce
    from bot.jobs.leases import Leases
    from bot.jobs.leftovers import Leftovers
    from bot.jobs.looks import Looks
    from bot.jobs.picture_room import PictureRoom
    from bot.jobs.timings import Timings
    from bot.texts.text import Text

Outcome = TypeVar("Outcome")

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
"""Seconds between two attempts at a database that is away."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The ports, the clock and the rules that every step shares."""

    engines: Engines
    store: JobStore
    images: ImageStore
    originals: OriginalStore
    revisions: RevisionStore
    publisher: Publisher
    blur: Blur
    opened: Callable[[Original], Awaitable[Picture]]
    """Returns an original as the picture that it is."""
    in_force: InForce
    second_look: SecondLook
    """Whether what was taken on may still be made, and shown."""
    timings: Timings
    clock: Clock
    deadlines: Deadlines
    looks: Looks
    courtesy: Courtesy
    room: PictureRoom
    leases: Leases
    holder: str
    """Who we are in leases."""
    say: Callable[[Text, str], str]
    """Says a note on a job in the language of a locale."""
    gate: Gate
    """Closed for a while when the engine says that it is too much."""
    prices: Prices
    retention: timedelta
    """How long originals of withheld images are kept."""
    results: ResultStore
    """Of engines that give a result once."""
    leftovers: Leftovers
    """What to tell engines of jobs that have ended."""
    detector: Detector
    """Our own judge."""
    judging: Judging
    """When it is asked."""
    likeness: Likeness
    """What images are like, and what servers want never to see again."""
    to_review: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there is something new for moderators to see."""
    to_tell: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when members may be told what was decided, since a message shows it."""
    doors: Doors = field(default_factory=Doors)
    """Where who may not go on waits for a server to change."""
    sending: set[JobId] = field(default_factory=set)
    """Jobs whose submit is on its way, until its task is saved. Only the reply names the task that
    is to be ended with a job that is cancelled meanwhile, so that it is waited for."""
    saving: set[JobId] = field(default_factory=set)
    """Jobs that are being saved, which may be no longer ours because of that: its answer tells."""
    settling: set[JobId] = field(default_factory=set)
    """Jobs that are told, and only stay to see that nothing lands over it."""

    def bench(self, engine: Engine) -> Bench:
        """Return whose word counts of what an engine makes."""
        return bench_of(engine, self.judging)

    def bench_of_job(self, job: Job) -> Bench | None:
        """Return whose word counts of the images of a job; None where its engine is gone."""
        try:
            return self.bench(self.engines.of(job))
        except EngineAbsentError:
            return None

    def sitting(self) -> Sitting:
        """Return who judges new images."""
        return sitting_of(self.engines.current, self.judging, self.detector.name)

    async def policy(self, job: Job) -> Policy:
        """Return the policy in force for the job at this moment."""
        return await self.patiently(lambda: self.in_force.policy(job))

    async def remembered(self, job: Job) -> RememberedImages:
        """Return what is not to come again in the server of a job, at this moment."""
        return await self.patiently(lambda: self.likeness.remembered(job.guild_id))

    async def saved(self, job: Job, *, images: Sequence[Image] = ()) -> Job | None:
        """Save a job; return it, or None when it is no longer ours to move.

        ``images`` are what the message of a delivered job shows.

        Raises:
            StoreRefusedError: the database does not take what is in it.

        """
        now = self.clock.now()
        with self._saving(job):
            is_ours = await self.patiently(
                lambda: self.store.save(job, holder=self.holder, now=now, images=images)
            )
        return job if is_ours else None

    async def shown(self, job: Job) -> None:
        """Save that the message of a job shows its end."""
        with self._saving(job):
            await self.patiently(lambda: self.store.mark_shown(job.id))

    async def saved_paid(self, job: Job) -> Job | None:
        """Save a job that goes to another engine; return it, or None when it is no longer ours.

        Raises:
            RefusedError: no budget covers what it costs there; nothing is saved.

        """
        now = self.clock.now()
        is_ours = await self.patiently(
            lambda: self.store.save_paid(job, holder=self.holder, now=now)
        )
        return job if is_ours else None

    @contextmanager
    def _saving(self, job: Job) -> Generator[None]:
        self.saving.add(job.id)
        try:
            yield
        finally:
            self.saving.discard(job.id)

    async def patiently(self, act: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Use the database, and wait while it is away.

        What was done (a submit, a post) must be neither forgotten nor done again.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                return await act()
            except StoreRefusedError:
                raise
            except StoreError as error:
                wait = delay(
                    attempt, chance=self.clock.chance(), base=SHORTEST_PAUSE, cap=LONGEST_PAUSE
                )
                log.error("store.failed", attempt=attempt, wait=round(wait, 1), why=str(error))  # noqa: TRY400 - the cause is in the text
                await self.clock.wait(wait)

    def left(self, job: Job) -> float:
        """Return the seconds until the job fails if it has not ended; see ``Deadlines``."""
        return self.deadlines.left(job)

    def forget(self, job: Job) -> None:
        """Forget what was remembered of a job whose work is over."""
        self.deadlines.forget(job.id)
        self.in_force.forget(job.id)
        self.timings.gone(job.request.model, job.request.work, job.id)
