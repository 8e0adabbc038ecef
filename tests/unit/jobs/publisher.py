"""Discord as the jobs know it: one message for each job, and edits that may land late."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from bot.domain import attachments
from bot.domain.image import FileMade
from bot.domain.ports import NOTHING_SAID
from bot.domain.verdict import Treatment
from bot.errors import DeliveryError
from bot.views.result import result_of
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.attachments import Attached
    from bot.domain.ids import JobId
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import Picture, PostedImage, Ready, Result, Said, Status
    from bot.jobs.clock import Clock

LATEST = 10.0
"""Seconds in which an edit that was given up may land."""


class LandsLateError(DeliveryError):
    """An edit without an answer, which Discord applies ``seconds`` later all the same."""

    def __init__(self, seconds: float) -> None:
        super().__init__("the answer was lost", may_land=True)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Made:
    """A final message."""

    job: Job
    result: Result | None
    kept: Attached = field(default_factory=dict)
    """Attachments that stay."""

    @property
    def files(self) -> list[FileMade]:
        return [
            FileMade(
                number=image.number,
                name=file_name(self.job, image.number, image.treatment),
                format=image.picture.format,
                size=len(image.picture.data),
            )
            for image in (self.result.images if self.result else ())
            if image.picture is not None
        ]

    @property
    def attached(self) -> Attached:
        made = {file.name: attachment_id(file.number) for file in self.files}
        return {**self.kept, **made}

    @property
    def metadata(self) -> bool | None:
        """Whether its files carry the settings, if there are any."""
        return None if self.result is None else self.result.metadata

    @property
    def says(self) -> object:
        """What a reader would tell it by: treatments of the images, the failure, or the state."""
        if self.result is not None:
            return [image.treatment for image in self.result.images]
        return self.job.failure or self.job.state


def attachment_id(number: int) -> int:
    return 800_000_000_000_000_000 + number


def file_name(job: Job, number: int, treatment: Treatment) -> str:
    """Name a file as the publisher does, near enough."""
    return f"{job.id}-{number}{'-blurred' if treatment is Treatment.BLURRED else ''}.jpg"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that went out."""

    at: float
    job_id: JobId
    says: object
    """What it would have the message say; the message itself holds pictures."""
    metadata: bool | None
    """Whether its files carry the settings; None where there are no images."""


class RecordingPublisher:
    """Takes every edit at once, unless told otherwise."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.statuses: list[tuple[JobId, Status]] = []
        self.adoptions: list[JobId] = []
        self.closed: list[JobId] = []
        self.prepare_takes = self.finish_takes = self.landing_takes = 0.0
        self.prepares, self.finishes, self.reads = Faults(None), Faults(None), Faults(None)
        self.finds: Turns[int | Exception | None] = Turns(None)
        self.sent: list[Sent] = []
        self.looks = 0
        self.tells_attachments = True
        self.history: list[tuple[float, object]] = []
        """What the message of any job came to say, and when."""
        self._messages: dict[JobId, Made] = {}
        self._taken: dict[JobId, Made] = {}
        self._until: dict[JobId, float] = {}
        self._checked: dict[JobId, float] = {}

    def says(self, job_id: JobId) -> object:
        """Return what the message says; None before its end."""
        made = self._messages.get(job_id)
        return None if made is None else made.says

    def result(self, job_id: JobId) -> Result:
        """Return the result that the message shows."""
        result = self._messages[job_id].result
        assert result is not None
        return result

    def images(self, job_id: JobId) -> tuple[PostedImage, ...]:
        """Return the images that the message shows."""
        return self.result(job_id).images

    def doubt(self, job_id: JobId, seconds: float = LATEST) -> None:
        """Let something be on its way for so long."""
        self._until[job_id] = self._clock.steady() + seconds

    def post(self, job: Job, *treatments: Treatment) -> None:
        """Have the message show a result that a predecessor posted."""
        names = [file_name(job, n, each) for n, each in enumerate(treatments, start=1)]
        attached = {name: attachment_id(n) for n, name in enumerate(names, start=1)}
        self._messages[job.id] = cast("Made", _Relic(list(treatments), attached))

    def show(self, job: Job, status: Status) -> None:
        self.statuses.append((job.id, status))

    def answered(self, job: Job, status: Status) -> None:
        # Without its message, an estimate that passes could not be told.
        assert job.address.message_id is not None
        self.statuses.append((job.id, status))

    def adopted(self, job: Job) -> None:
        self.adoptions.append(job.id)

    def close(self, job_id: JobId) -> None:
        self.closed.append(job_id)

    async def landed(self, job_id: JobId) -> bool:
        await asyncio.sleep(self.landing_takes)
        return True

    async def prepare(self, job: Job, result: Result | None) -> Ready:
        await asyncio.sleep(self.prepare_takes)
        self.prepares.strike()
        return Made(job, result)

    async def revise(
        self,
        job: Job,
        images: Sequence[Image],
        pictures: Mapping[int, Picture],
        said: Said = NOTHING_SAID,
    ) -> Ready:
        await asyncio.sleep(self.prepare_takes)
        self.prepares.strike()
        if job.deleted_by is not None:
            return Made(job, None)
        plan = attachments.plan(images)
        told = result_of(job, images, {number: pictures[number] for number in plan.new})
        result = replace(told, metadata=said.metadata, stars=said.stars, engine=said.engine)
        return Made(job, result, {it.name: it.id for it in plan.kept})

    async def finish(self, job: Job, ready: Ready) -> Attached:
        made, begun = cast("Made", ready), self._clock.steady()
        self.sent.append(Sent(begun, job.id, made.says, made.metadata))
        await asyncio.sleep(self.finish_takes)
        try:
            self.finishes.strike()
        except LandsLateError as error:
            asyncio.get_running_loop().call_later(error.seconds, self._land, made)
            self.doubt(job.id)
            raise
        self._land(made)
        self._taken[job.id], self._checked[job.id] = made, begun
        return made.attached if self.tells_attachments else {}

    def unsettled(self, job_id: JobId) -> float | None:
        until = self._until.get(job_id, -1.0)
        if self._checked.get(job_id, -1.0) >= until:
            return None
        return max(0.0, until - self._clock.steady())

    async def in_place(self, job: Job) -> bool:
        is_in_place = self._messages.get(job.id) is self._taken.get(job.id)
        if is_in_place:
            self._checked[job.id] = self._clock.steady()
        return is_in_place

    async def shows_end(self, job: Job) -> Attached | None:
        self.looks += 1
        self.reads.strike()
        made = self._messages.get(job.id)
        return None if made is None else made.attached

    async def find_message(self, job: Job) -> int | None:
        found = self.finds.next()
        if isinstance(found, Exception):
            raise found
        return found

    def _land(self, made: Made) -> None:
        self._messages[made.job.id] = made
        self.history.append((self._clock.steady(), made.says))


@dataclass(frozen=True, slots=True)
class _Relic:
    says: list[Treatment]
    attached: Attached
