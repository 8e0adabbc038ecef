"""What a job is about to show, in rows: they are written before the message is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.event import Decision, EventKind
from bot.domain.image import (
    Image,
    ImageFile,
    ImageSeed,
    Original,
    SeedSource,
    event_of,
    may_keep,
    seed_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.job import Job
    from bot.domain.ports import FileMade, Picture, Result, TaskImage
    from bot.domain.verdict import Judged
    from bot.jobs.tools import Tools


class NotOursError(Exception):
    """Somebody else works on the job now."""


class Record:
    """The rows of one job's images, as they were written last."""

    def __init__(self, tools: Tools, job: Job) -> None:
        """Write for a job that is being delivered, and held by us."""
        self._tools = tools
        self._job = job
        self._written: tuple[Image, ...] | None = None

    async def write(
        self, images: tuple[Image, ...], originals: Sequence[Original], *, was_sent: bool
    ) -> None:
        """Write what is to be sent, unless it stands there already.

        Args:
            images: All of the job's.
            originals: Of those that are withheld.
            was_sent: Whether something else may have been seen by now.

        Raises:
            NotOursError: nothing was written, and nothing may be sent.

        """
        if images == self._written:
            return
        kind = EventKind.CORRECTED if was_sent else EventKind.JUDGED
        why = "judged anew" if was_sent else ""
        decision = Decision(at=self._tools.clock.now(), why=why)
        before = {image.number: image.judged for image in self._written or ()}
        events = [
            event_of(image, kind, decision)
            for image in images
            if before.get(image.number) != image.judged
        ]
        is_ours = await self._tools.patiently(
            lambda: self._tools.images.write(
                self._job.id, images, originals, events, holder=self._tools.holder
            )
        )
        if not is_ours:
            raise NotOursError
        self._written = images


def rows(
    job: Job,
    judged: Sequence[Judged],
    result: Result,
    files: Sequence[FileMade],
    named: Sequence[TaskImage],
) -> tuple[Image, ...]:
    """Return the rows of a result: each image as it was judged, and as it is to be shown."""
    made = {file.number: file for file in files}
    told_of_each = any(one.seed is not None for one in named)
    return tuple(
        Image(
            job_id=job.id,
            number=image.number,
            seed=_seed(job, result, image.number, told, told_of_each=told_of_each),
            judged=replace(one, treatment=image.treatment),
            file=_file(made.get(image.number)),
            keepable=not (job.request.private or told.is_csam),
        )
        for one, image, told in zip(judged, result.images, named, strict=True)
    )


def originals(
    tools: Tools,
    images: Sequence[Image],
    pictures: Sequence[Picture | None],
) -> list[Original]:
    """Return the untouched bytes of what is withheld and may be looked at by moderators."""
    expires_at = tools.clock.now() + tools.retention
    return [
        Original(
            job_id=image.job_id,
            number=image.number,
            data=picture.data,
            format=picture.format,
            expires_at=expires_at,
        )
        for image, picture in zip(images, pictures, strict=True)
        if picture and may_keep(image)
    ]


def _seed(
    job: Job, result: Result, number: int, told: TaskImage, *, told_of_each: bool
) -> ImageSeed:
    """Make up no seed where the engine tells them of each image, and this one has none."""
    if told_of_each and told.seed is None:
        return ImageSeed(None, SeedSource.UNKNOWN)
    return seed_of(number, told=result.seed, asked=job.request.seed, own=told.seed)


def _file(made: FileMade | None) -> ImageFile | None:
    if made is None:
        return None
    return ImageFile(name=made.name, format=made.format, size=made.size)
