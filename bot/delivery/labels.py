"""What each posted file says of itself: the mark of AI generation, and mostly its settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.verdict import Treatment
from bot.embedded.own import settings_of
from bot.embedded.writing import added, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.domain.ports import Picture, PostedImage

CLEAR = frozenset({Treatment.SHOWN, Treatment.SPOILERED})
"""Treatments whose files may tell what is in the image."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Label:
    """What is put into the file of one image."""

    job_id: JobId
    number: int
    settings: str
    """Empty for none; the mark is put in all the same."""

    @property
    def size(self) -> int:
        """How many bytes a file grows by it at most."""
        return added(self.settings)

    def on(self, picture: Picture) -> Picture:
        """Return the picture with it, its pixels untouched; one that cannot be told apart as is."""
        data = written(picture.data, self.settings)
        if data is None:
            log.warning("image.not_labelled", job=self.job_id, number=self.number)
            return picture
        return replace(picture, data=data)


def labels_of(job: Job, images: Sequence[PostedImage], *, metadata: bool) -> list[Label]:
    """Return the label of each image; of a blurred one it tells nothing but that AI made it.

    Args:
        job: Whose images they are.
        images: As they are posted.
        metadata: Whether settings are told here.

    """
    clear = [image for image in images if metadata and image.treatment in CLEAR]
    seeds = [image.seed.value for image in clear]
    told = settings_of(job.request, seeds, engine=job.engine, job_id=job.id) if clear else []
    settings = dict(zip((image.number for image in clear), told, strict=True))
    return [Label(job.id, image.number, settings.get(image.number, "")) for image in images]
