"""How moderators decide about images, and the cards that ask them to. Pure."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.event import Decision, EventKind
from bot.domain.fingerprint import RememberedImage
from bot.domain.ids import CaseId, PlaceId
from bot.domain.image import WITHHOLDING, event_of
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.fingerprint import Fingerprint, Remembering
    from bot.domain.ids import UserId
    from bot.domain.image import Image
    from bot.domain.job import Job


class Ruled(StrEnum):
    """What came of a moderator's wish to decide."""

    DECIDED = "decided"
    BEFORE = "before"
    """Somebody else had decided already."""
    ORIGINAL_GONE = "original_gone"
    """It cannot be shown: its original is no longer kept."""
    IMAGE_GONE = "image_gone"
    """There is nothing left to be shown: it was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a moderator wants to be done with an image."""

    kind: EntryKind
    """One of ``DECISIONS``."""
    by: UserId
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case after somebody wanted to decide it."""

    case: Case
    ruled: Ruled
    is_to_tell: bool = False
    """Whether the message of its job is to be made anew."""
    remembering: Remembering | None = None
    """What came of the wish to remember its image, if it was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The message in a review channel that a case has, or is to have."""

    case_id: CaseId
    version: int
    """Of what it is to show: it goes up with whatever happens in the case."""
    channel_id: int | None = None
    message_id: int | None = None
    begun_at: datetime | None = None
    """When it was first to be sent, if it ever was: it may stand there without our knowing."""
    shows_original: bool = False
    """Whether it shows what only those may see who read its channel now."""


def remembered(case: Case, fingerprint: Fingerprint, ruling: Ruling) -> RememberedImage:
    """Return what is kept of an image that is never to come again."""
    return RememberedImage(
        guild_id=case.guild_id,
        bits=fingerprint.upright,
        by=ruling.by,
        at=ruling.at,
        case_id=case.id,
        case_number=case.number,
    )


def needs_review(job: Job, image: Image) -> bool:
    """Whether a moderator is asked about an image that was just posted.

    Not about those of which no original may be kept: there is nothing to decide about them.
    """
    is_withheld = image.judged.treatment in WITHHOLDING
    return is_withheld and image.keepable and not job.request.private


def case_about(job: Job, image: Image, at: datetime) -> tuple[Case, Entry]:
    """Return a new case about an image that is withheld, and the entry that it begins with."""
    place = PlaceId(job.address.channel_id)
    told = event_of(image, EventKind.WITHHELD, Decision(at=at)).details
    case = Case(
        id=CaseId(secrets.token_hex(8)),
        guild_id=job.guild_id,
        kind=CaseKind.IMAGE,
        subject=job.user_id,
        opened_at=at,
        place=place,
        job_id=job.id,
        image=image.number,
    )
    entry = Entry(
        guild_id=job.guild_id,
        kind=EntryKind.WITHHELD,
        at=at,
        member=job.user_id,
        place=place,
        job_id=job.id,
        image=image.number,
        details=told,
    )
    return case, entry
