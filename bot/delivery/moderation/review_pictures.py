"""The pictures that moderators decide about: originals as they are kept, and blurred ones."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from PIL import Image as Pillow

from bot.delivery.reposts.posted import address_of, posted_files
from bot.domain.ports import Picture, PostedImage, Result
from bot.domain.verdict import Treatment
from bot.engine_errors import ImageError
from bot.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.delivery.files import Upload
    from bot.delivery.reposts.repost_making import Sources
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import OriginalStore

PATIENCE = 15.0
"""Seconds for a picture that stands in a message."""

_SEEN = frozenset({Treatment.SHOWN, Treatment.SPOILERED})
"""Treatments whose originals all can see: none is kept."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """The picture of an image as it came from its engine."""

    picture: Picture
    until: datetime | None = None
    """When it is deleted; None where it stands in the message for all."""


class ReviewPictures:
    """Finds the pictures of images under review, and makes files of them."""

    def __init__(
        self, sources: Sources, originals: OriginalStore, now: Callable[[], datetime]
    ) -> None:
        """Make files with ``sources`` of what ``originals`` keeps."""
        self._sources = sources
        self._originals = originals
        self._now = now

    async def find(self, job: Job, image: Image) -> Kept | None:
        """Return what an image really looks like, or None where that is not to be had any more."""
        kept = await self._originals.get(job.id, image.number, now=self._now())
        if kept is not None:
            width, height = await asyncio.to_thread(_size, kept.data)
            picture = Picture(data=kept.data, format=kept.format, width=width, height=height)
            return Kept(picture, kept.expires_at)
        if image.judged.treatment not in _SEEN or image.file is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                files = await posted_files(self._sources.client, job)
                return Kept(await self._sources.fetch(address_of(image, files)))
        except (RefusedError, ImageError, TimeoutError) as error:
            log.info("review.not_fetched", job=job.id, why=str(error) or type(error).__name__)
            return None

    async def upload(
        self, job: Job, image: Image, picture: Picture, *, blurred: bool, limit: int
    ) -> Upload | None:
        """Return a file of so many bytes at most; None where it cannot be blurred.

        Args:
            job: Of the image.
            image: Whose picture it is.
            picture: As it came from its engine.
            blurred: Whether who sees it must not see what it shows.
            limit: Bytes.

        """
        if blurred:
            try:
                picture = await self._sources.blur(picture)
            except Exception:
                log.exception("review.not_blurred", job=job.id, number=image.number)
                return None
        posted = PostedImage(
            number=image.number,
            verdict=image.judged.verdict,
            treatment=Treatment.BLURRED if blurred else Treatment.SPOILERED,
            picture=picture,
            seed=image.seed,
        )
        result = Result(images=(posted,), seed=None, seconds=0.0)
        [made] = await self._sources.fitter.uploads(job, result, each=limit)
        return made


def _size(data: bytes) -> tuple[int, int]:
    with Pillow.open(io.BytesIO(data)) as picture:
        return picture.size
