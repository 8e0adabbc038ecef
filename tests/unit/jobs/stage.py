"""The jobs with nothing real around them: a loop's time, memory, and plain classes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.fingerprint import Fingerprint, RememberedImage, RememberedImages
from bot.domain.ids import JobId, PlaceId
from bot.domain.job import JobState
from bot.domain.judging import Judging as When
from bot.domain.policy import Policy
from bot.domain.ports import Look, Picture, Submission, Unplaced
from bot.domain.price import Prices
from bot.domain.request import ImageFormat
from bot.domain.verdict import Asked
from bot.jobs.courtesy import Courtesy
from bot.jobs.deadlines import Deadlines
from bot.jobs.engines import Engines
from bot.jobs.gate import Gate
from bot.jobs.in_force import InForce
from bot.jobs.leases import LEASE, Leases
from bot.jobs.leftovers import Leftovers
from bot.jobs.looks import Looks
from bot.jobs.picture_room import PictureRoom
from bot.jobs.service import Jobs
from bot.jobs.supervisor import Supervisor
from bot.jobs.timings import Timings
from bot.jobs.tools import Tools
from bot.jobs.worker import Worker
from bot.moderation.admission import Checks
from bot.moderation.policies import Policies
from bot.texts.say import say
from tests.store.builders import AMPLE, ANN, NOON, make_job, put, reread
from tests.store.memory import (
    MemoryCaseStore,
    MemoryEventStore,
    MemoryOriginalStore,
    MemoryRevisionStore,
    Shelf,
)
from tests.store.memory.results import MemoryResultStore
from tests.unit.jobs.clock import LoopClock
from tests.unit.jobs.engine import ScriptedEngine
from tests.unit.jobs.publisher import RecordingPublisher
from tests.unit.jobs.stores import FaultyImageStore, FaultyJobStore, FaultyPolicyStore
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.domain.capabilities import Detection
    from bot.domain.ids import GuildId
    from bot.domain.image import Original
    from bot.domain.job import Job

DEADLINE = timedelta(minutes=15)
RETENTION = timedelta(hours=72)
US = "us"
ASKED = Asked(detection=True, level=1)
LONG = 48 * 3600.0
"""Seconds in which anything has ended: longer than any patience."""


class Desk:
    """Where channels stand: under their guild, unless ``known`` says otherwise."""

    def __init__(self) -> None:
        self.is_known = True
        self.takes = 0.0

    def forget(self) -> None:
        """Know nothing from now on."""
        self.is_known = False

    def remember(self) -> None:
        """Know all again."""
        self.is_known = True

    async def of(self, guild_id: GuildId, channel_id: int) -> tuple[PlaceId, ...] | Unplaced:
        await asyncio.sleep(self.takes)
        if not self.is_known:
            return Unplaced.FOR_NOW
        return PlaceId(channel_id), PlaceId(guild_id)


async def opened(original: Original) -> Picture:
    """Return an original as a picture of some size."""
    return Picture(data=original.data, format=original.format, width=512, height=512)


class Blurring:
    """Returns another picture; may fail."""

    def __init__(self) -> None:
        self.faults = Faults(None)
        self.calls = 0

    async def __call__(self, picture: Picture) -> Picture:
        self.calls += 1
        self.faults.strike()
        return replace(picture, data=b"blurred", format=ImageFormat.JPEG)


class Judging:
    """Tells the scores that it is given, one after the other and the last for ever."""

    name = "scripted 1.0"

    def __init__(self) -> None:
        self.scores: list[float | None] = [1.0]
        self.takes = 0.0
        self.saw: list[Picture] = []
        self.saw_at: list[float] = []

    async def score(self, picture: Picture) -> float | None:
        self.saw.append(picture)
        self.saw_at.append(asyncio.get_running_loop().time())
        score = self.scores[min(len(self.saw), len(self.scores)) - 1]
        await asyncio.sleep(self.takes)
        return score


class Looking:
    """Says of images how they look, one after the other and the last for ever."""

    def __init__(self) -> None:
        self.looks: list[Fingerprint | None] = [Fingerprint(0, 0)]
        self.saw = 0
        self.bits: tuple[int, ...] = ()
        """Of what every server remembers, as number 7 and on."""

    async def fingerprint(self, picture: Picture) -> Fingerprint | None:
        self.saw += 1
        return self.looks[min(self.saw, len(self.looks)) - 1]

    async def remembered(self, guild_id: GuildId) -> RememberedImages:
        return RememberedImages(
            [
                RememberedImage(number=number, guild_id=guild_id, bits=bits, by=ANN, at=NOON)
                for number, bits in enumerate(self.bits, start=7)
            ]
        )


class Onlooker:
    """Says of each job what it is told to; nothing against any by itself."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {}
        self.holds = ""
        self.faults = Faults(None)
        self.sent: list[JobId] = []

    async def before_sending(self, job: Job, policy: Policy) -> Look:
        self.faults.strike()
        self.sent.append(job.id)
        return replace(Look(policy=policy, hold=job.hold), **self.says)

    async def before_posting(self, job: Job) -> str:
        self.faults.strike()
        return job.hold or self.holds


class Stage:
    """Everything that the jobs work with, and the jobs."""

    def __init__(self, *, alone: bool = True) -> None:
        self.clock = LoopClock()
        self.engine = ScriptedEngine(self.clock)
        self.shelf = Shelf()
        self.store = FaultyJobStore(self.shelf)
        self.images = FaultyImageStore(self.shelf)
        self.originals = MemoryOriginalStore(self.shelf)
        self.events = MemoryEventStore(self.shelf)
        self.cases = MemoryCaseStore()
        self.revisions = MemoryRevisionStore(self.shelf, self.cases)
        self.publisher = RecordingPublisher(self.clock)
        self.said = FaultyPolicyStore()
        self.policies = Policies(self.said, Policy(), self.clock.now)
        self.desk = Desk()
        self.blur = Blurring()
        self.detector = Judging()
        self.likeness = Looking()
        self.engines = Engines(self.engine, self.clock)
        self.onlooker = Onlooker()
        self.tools = Tools(
            engines=self.engines,
            judging=When.AUTO,
            likeness=self.likeness,
            leftovers=Leftovers(self.engines, self.clock),
            store=self.store,
            images=self.images,
            originals=self.originals,
            results=MemoryResultStore(),
            revisions=self.revisions,
            publisher=self.publisher,
            blur=self.blur,
            opened=opened,
            detector=self.detector,
            in_force=InForce(self.policies, self.desk, self.clock),
            timings=Timings(),
            clock=self.clock,
            deadlines=Deadlines(self.clock, DEADLINE),
            looks=Looks(60, self.clock.steady),
            courtesy=Courtesy(self.clock.steady),
            room=PictureRoom(),
            gate=Gate(),
            leases=Leases(self.clock.steady, alone=alone),
            holder=US,
            say=say,
            retention=RETENTION,
            prices=Prices(kudos_megapixel_step=1.0),
            second_look=self.onlooker,
        )
        self.supervisor = Supervisor(self.tools, AMPLE, alone=alone)
        self.jobs = Jobs(
            admission=Checks([]),
            store=self.store,
            engines=self.engines,
            leftovers=self.tools.leftovers,
            publisher=self.publisher,
            supervisor=self.supervisor,
            timings=self.tools.timings,
            clock=self.clock,
            max_queued=10,
            room=AMPLE,
        )

    def rule(self, **said: Any) -> None:  # noqa: ANN401 # any rule
        """Have other rules from this moment on."""
        self.policies.defaults = replace(self.policies.defaults, **said)

    def judged_by(self, engine: Detection, judging: When = When.AUTO) -> None:
        """Have an engine that says no more than this, and our detector when it should."""
        self.engine.capabilities = replace(self.engine.capabilities, detection=engine)
        self.tools = replace(self.tools, judging=judging)

    def after(self, seconds: float, act: Callable[..., None], *args: object) -> None:
        """Have something happen while the jobs work."""
        asyncio.get_running_loop().call_later(seconds, act, *args)

    async def claimed(self, name: str = "a", **said: Any) -> Job:  # noqa: ANN401 # any field
        """Return a job that we have claimed at this moment."""
        now = self.clock.now()
        await put(self.store, make_job(name, created_at=now, **said))
        jobs = await self.store.claim(US, now=now, until=now + LEASE, room=AMPLE)
        return next(job for job in jobs if job.id == name)

    async def running(
        self,
        name: str = "a",
        *,
        found: JobState = JobState.RUNNING,
        ago: float = 0.0,
        **said: Any,  # noqa: ANN401 # any field
    ) -> Job:
        """Return a job of ours whose task was submitted ``ago`` seconds ago, under level 1."""
        claimed = await self.claimed(name, **said)
        submission = Submission(job_id=claimed.id, request=claimed.request, asked=ASKED)
        task_id = await self.engine.submit(submission)
        at = self.clock.now() - timedelta(seconds=ago)
        job = replace(
            claimed,
            state=JobState.RUNNING,
            task_id=task_id,
            first_submit_at=at,
            submit_at=at,
            detection_asked=ASKED.detection,
            detection_level=ASKED.level,
        )
        for state in dict.fromkeys((JobState.RUNNING, found)):
            job = replace(job, state=state)
            await self.store.save(job, holder=US, now=self.clock.now())
        return job

    async def cancelled(self, name: str = "a", *, answer: bool = True) -> Job:
        """Return a job of ours that its member cancelled, and that is yet to be told."""
        await put(self.store, make_job(name, created_at=self.clock.now()), answer=answer)
        await self.store.cancel(JobId(name), now=self.clock.now() - LEASE)
        now = self.clock.now()
        return next(iter(await self.store.adopt(US, now=now, until=now + LEASE)))

    async def work(self, job: Job, *, within: float = LONG) -> Job:
        """Return what became of a job when one worker had done all it would."""
        worker = Worker(self.tools, job, asyncio.Event())
        working = asyncio.create_task(worker.run(lambda: False))
        async with asyncio.timeout(within):
            await working
        return await reread(self.store, job)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Supervisor]:
        """Have the supervisor run, and stopped in the end."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.supervisor.run())
            try:
                yield self.supervisor
            finally:
                self.supervisor.stop()

    async def ended(self, job: Job, *, within: float = LONG) -> Job:
        """Return a job as soon as its message shows its end."""
        async with asyncio.timeout(within):
            while not (found := await reread(self.store, job)).shown:
                self.store.changed.clear()
                await self.store.changed.wait()
        return found
