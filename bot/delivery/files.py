"""The files of a result: named for their job, and made to fit."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord

from bot.delivery.file_budget import cap
from bot.delivery.shrink import shrunk
from bot.domain.ports import FileMade
from bot.domain.verdict import Treatment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import JobId
    from bot.domain.ports import Picture, PostedImage
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

    def file(self) -> discord.File:
        """Return a fresh ``discord.File``: each can be sent only once."""
        return discord.File(io.BytesIO(self.data), self.name)


class Fitter:
    """Makes files fit into Discord's limits, in a worker thread."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(THREADS)

    async def uploads(
        self, job_id: JobId, images: Sequence[PostedImage], *, each: int
    ) -> tuple[Upload, ...]:
        """Return the file of every image that has one; bytes that fit are left untouched.

        Args:
            job_id: Part of each name.
            images: In order.
            each: Bytes that one file may have.

        """
        held = [(image, image.picture) for image in images if image.picture is not None]
        largest = cap([len(picture.data) for _, picture in held], each=each)
        return tuple(
            [await self._upload(job_id, image, picture, largest) for image, picture in held]
        )

    async def _upload(
        self, job_id: JobId, image: PostedImage, picture: Picture, max_bytes: int
    ) -> Upload:
        if len(picture.data) > max_bytes:
            async with self._slots:
                picture = await asyncio.to_thread(shrunk, picture, max_bytes)
        name = file_name(job_id, image, picture)
        return Upload(image.number, name, picture.format, picture.data)


def file_name(job_id: JobId, image: PostedImage, picture: Picture) -> str:
    """Name the attachment of an image, whose bytes are those of ``picture``."""
    blurred = "-blurred" if image.treatment is Treatment.BLURRED else ""
    return f"{job_id}-{image.number}{blurred}.{picture.format.extension}"
