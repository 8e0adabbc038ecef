"""What a job is about to show, in rows: they are written before the message is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.event import Decision, EventKind
from bot.domain.image import (
    UNKNOWN_SEED,
    Image,
    ImageFile,
    Original,
    event_of,
    may_keep,
    seed_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.fingerprint import Fingerprint
    from bot.domain.image import FileMade, ImageSeed
    from bot.domain.job import Job
    from bot.domain.ports import Picture, Result, TaskImage
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


def seeds(job: Job, first: int | None, named: Sequence[TaskImage]) -> tuple[ImageSeed, ...]:
    """Return the seed of each image, as far as it is known.

    None is made up where the engine tells them of each image, and one has none.

    Args:
        job: Whose images they are.
        first: The seed of the first one as the engine told it.
        named: The images as the engine named them.

    """
    told_of_each = any(one.seed is not None for one in named)
    return tuple(
        UNKNOWN_SEED
        if told_of_each and one.seed is None
        else seed_of(number, told=first, asked=job.request.seed, own=one.seed)
        for number, one in enumerate(named, start=1)
    )


def rows(
    job: Job,
    judged: Sequence[Judged],
    result: Result,
    files: Sequence[FileMade],
    named: Sequence[TaskImage],
    looks: Mapping[int, Fingerprint | None],
) -> tuple[Image, ...]:
    """Return the rows of a result: each image as it was judged, and as it is to be shown.

    How a private one looks is not kept.
    """
    made = {file.number: file for file in files}
    return tuple(
        Image(
            job_id=job.id,
            number=image.number,
            seed=image.seed,
            judged=replace(one, treatment=image.treatment),
            file=_file(made.get(image.number)),
            keepable=not (job.request.private or told.is_csam),
            fingerprint=None if job.request.private else looks.get(image.number - 1),
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


def _file(made: FileMade | None) -> ImageFile | None:
    if made is None:
        return None
    return ImageFile(name=made.name, format=made.format, size=made.size)
