"""The files of a result: named for their job, labelled, and made to fit."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.delivery.file_budget import cap
from bot.delivery.labels import labels_of
from bot.delivery.shrink import shrunk
from bot.domain.image import FileMade
from bot.domain.verdict import Treatment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.delivery.labels import Label
    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.domain.ports import Picture, PostedImage, Result
    from bot.domain.request import ImageFormat

THREADS = 1
"""Re-encoding is rare, and large: one at a time."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file ready to be sent, any number of times."""

    number: int
    """Of its image, from 1."""
    name: str
    format: ImageFormat
    data: bytes = field(repr=False)

    @property
    def facts(self) -> FileMade:
        """What is told of it in rows."""
        return FileMade(number=self.number, name=self.name, format=self.format, size=len(self.data))


class Fitter:
    """Labels files and makes them fit into Discord's limits, in a worker thread."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(THREADS)

    async def uploads(self, job: Job, result: Result, *, each: int) -> tuple[Upload, ...]:
        """Return the file of every image that has one, labelled; one that fits keeps its pixels.

        Args:
            job: Whose result it is.
            result: What is posted.
            each: Bytes that one file may have.

        """
        images = [image for image in result.images if image.picture is not None]
        if not images:
            return ()
        files = await asyncio.to_thread(_labelled, job, images, metadata=result.metadata)
        largest = cap([len(picture.data) for picture, _ in files], each=each)
        fitting = [await self._fitting(picture, label, largest) for picture, label in files]
        return tuple(
            Upload(image.number, file_name(job.id, image, picture), picture.format, picture.data)
            for image, picture in zip(images, fitting, strict=True)
        )

    async def _fitting(self, picture: Picture, label: Label, max_bytes: int) -> Picture:
        if len(picture.data) <= max_bytes:
            return picture
        async with self._slots:
            return await asyncio.to_thread(_shrunk, picture, label, max_bytes)


def _labelled(
    job: Job, images: Sequence[PostedImage], *, metadata: bool
) -> list[tuple[Picture, Label]]:
    labels = labels_of(job, images, metadata=metadata)
    return [
        (label.on(image.picture), label)
        for image, label in zip(images, labels, strict=True)
        if image.picture is not None
    ]


def _shrunk(picture: Picture, label: Label, max_bytes: int) -> Picture:
    """Return a smaller copy, which lost its label, with that label."""
    return label.on(shrunk(picture, max_bytes - label.size))


def file_name(job_id: JobId, image: PostedImage, picture: Picture) -> str:
    """Name the attachment of an image, whose bytes are those of ``picture``."""
    blurred = "-blurred" if image.treatment is Treatment.BLURRED else ""
    return f"{job_id}-{image.number}{blurred}.{picture.format.extension}"
