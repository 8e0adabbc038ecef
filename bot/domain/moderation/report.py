"""Reports of images by members: one for each person and image. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.image import treated
from bot.domain.job import JobState
from bot.domain.moderation.revising import blurred_file
from bot.domain.policy import Action
from bot.domain.verdict import Treatment

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import CaseId, JobId, UserId
    from bot.domain.image import Image, Original


@dataclass(frozen=True, slots=True)
class Pace:
    """How many images a member may report within a time."""

    reports: int
    within: timedelta


USUAL = Pace(10, timedelta(minutes=10))
SLOWED = Pace(3, timedelta(hours=1))
"""Of who was wrong too often."""

WRONG = 3
"""Reports that moderators dismissed: from then on a member's reports blur nothing."""

WRONG_WITHIN = timedelta(days=30)


def pace_of(dismissed: int) -> Pace:
    """Return how fast a member may report of whose reports so many were dismissed of late."""
    return SLOWED if dismissed >= WRONG else USUAL


SEEN = frozenset({JobState.DELIVERING, JobState.DELIVERED})
"""States of jobs whose images may be seen by others than moderators."""


class Heard(StrEnum):
    """What came of a report."""

    FILED = "filed"
    """A moderator will look."""
    AGAIN = "again"
    """The same member reported it before; nothing was written."""
    DECIDED = "decided"
    """A moderator has decided; it was noted."""
    NOTHING = "nothing"
    """Nothing is seen of that image any more; nothing was written."""
    EARLY = "early"
    """Its job has not ended, and that end would write over a decision; nothing was written."""
    TOO_MANY = "too_many"
    """The member has to wait; nothing was written."""
    UNREADY = "unready"
    """It would have the image withheld, whose original was not looked for; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Somebody says that an image should not be there."""

    job_id: JobId
    image: int
    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What came of looking for an original."""

    original: Original | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A report, and what it may lead to."""

    report: Report
    case_id: CaseId
    """Of the case that is opened, if the image has none."""
    to_blur: int
    """Members whose reports have it withheld."""
    found: Found | None = None
    """None while the original was not looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What became of a report."""

    heard: Heard
    case: int | None = None
    """The number of its case."""
    reports: int = 0
    """Of different members that count, this one included."""
    is_withheld: bool = False
    """Whether just this one had the image withheld."""
    again_at: datetime | None = None
    """When a member who has to wait may report again."""


def withheld(image: Image, *, has_original: bool) -> Image:
    """Return an image that was reported by enough members: blurred, or held if that cannot be.

    The rule that counts is no longer that of its judge, who cleared it.
    """
    file = blurred_file(image.job_id, image.number) if has_original else None
    changed = treated(image, Treatment.BLURRED if file else Treatment.HELD, file)
    return replace(changed, judged=replace(changed.judged, action=Action.BLUR))
