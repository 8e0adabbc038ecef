"""A message that is made anew from its rows: what is uploaded, and what cannot be shown. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.image import ImageFile, treated
from bot.domain.request import ImageFormat
from bot.domain.verdict import CLEAR, Treatment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.domain.attachments import Attached
    from bot.domain.ids import JobId
    from bot.domain.image import FileMade, Image
    from bot.domain.policy import Policy


class Lost(StrEnum):
    """Why what was decided about an image is not to be seen. Stored in entries."""

    ORIGINAL = "original"
    """Its original is gone."""
    MESSAGE = "message"
    """Its message is gone."""
    CLOSED = "closed"
    """Its thread stays closed, or its channel hidden from us: it shows what it showed before."""
    FILES = "files"
    """Discord does not take its file."""
    SWITCHED_OFF = "switched_off"
    """Nothing is posted there any more."""


LAST_TRY = timedelta(minutes=1)

TRYING = timedelta(days=7)
"""From a decision on, in which a message is tried that stands where we may not change it."""


PUT_BACK = "lost: "
"""What the reason of an image's event begins with that could not be shown: nobody decided that."""


def time_left(decided_at: datetime | None, now: datetime) -> timedelta:
    """Return how long a message is still tried after the last decision about its images.

    None was heard of: all of it. What is taken up late, such as after a long absence, is tried.
    """
    passed = now - decided_at if decided_at is not None else timedelta()
    return max(TRYING - max(passed, timedelta()), LAST_TRY)


@dataclass(frozen=True, slots=True)
class Rule:
    """What the policy of one moment says of a message that is made anew."""

    enabled: bool
    metadata: bool
    stars: bool

    def is_stricter_than(self, other: Rule) -> bool:
        """Whether files uploaded by the other rule may not stay."""
        return (other.enabled and not self.enabled) or (other.metadata and not self.metadata)


def rule_of(policy: Policy) -> Rule:
    """Return what of a policy counts."""
    return Rule(policy.enabled, policy.metadata, policy.stars)


def blurred_file(job_id: JobId, number: int, attachment_id: int | None = None) -> ImageFile:
    """Return the file of a blurred image, whose size nobody knows before it is made."""
    return ImageFile(
        name=f"{job_id}-{number}-blurred.jpg",
        format=ImageFormat.JPEG,
        size=0,
        attachment_id=attachment_id,
    )


def identified(image: Image, attached: Attached) -> Image:
    """Return an image with the id of its attachment, if a message shows just its file."""
    if image.file is None or (found := attached.get(image.file.name)) is None:
        return image
    return replace(image, file=replace(image.file, attachment_id=found))


def withheld_again(image: Image, attached: Attached) -> Image:
    """Return an image that cannot be shown as it was decided, as its message lets it be.

    An image that was to be seen as it is goes back to its blurred file; where there is none, and
    where not even a blurred one can be made, it is held.
    """
    if image.judged.treatment in CLEAR:
        file = blurred_file(image.job_id, image.number)
        if (found := attached.get(file.name)) is not None:
            back = treated(image, Treatment.BLURRED, replace(file, attachment_id=found))
            return replace(back, told=True)
    return treated(image, Treatment.HELD, None)


def as_made(images: Iterable[Image], files: Iterable[FileMade]) -> tuple[Image, ...]:
    """Return the rows with the facts of the files that were made for them."""
    made = {file.number: file for file in files}
    return tuple(
        replace(
            image,
            file=ImageFile(name=new.name, format=new.format, size=new.size),
        )
        if (new := made.get(image.number)) is not None
        else image
        for image in images
    )


def unseen(images: Iterable[Image], lost: Lost) -> list[Image]:
    """Return the images of which a message will never show what was decided.

    Where it is gone itself, there is nothing left of what was to be taken away.
    """
    untold = [it for it in images if not it.told]
    return untold if lost is Lost.CLOSED else [it for it in untold if it.file is not None]
