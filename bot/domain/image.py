"""One image of a job: how it came about, how it was judged, what is shown of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.event import Event, EventKind
from bot.domain.policy import Action
from bot.domain.request import RANDOM_SEED, SEED
from bot.domain.verdict import Treatment

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.event import Decision
    from bot.domain.fingerprint import Fingerprint
    from bot.domain.ids import JobId
    from bot.domain.request import ImageFormat
    from bot.domain.verdict import Judged


class SeedSource(StrEnum):
    """How the seed of an image is known. Stored."""

    TOLD = "told"
    """By the engine."""
    ASKED = "asked"
    """It was asked for, and the engine said nothing else."""
    DERIVED = "derived"
    """Images of one task have neighbouring seeds."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ImageSeed:
    """The seed of one image."""

    value: int | None
    source: SeedSource


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMade:
    """A file of a final message, made to fit and named, and not yet sent."""

    number: int
    """Of its image, from 1."""
    name: str
    format: ImageFormat
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFile:
    """What of an image is uploaded, already blurred if it has to be."""

    name: str
    format: ImageFormat
    size: int
    """In bytes."""
    attachment_id: int | None = None
    """None until Discord has told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One image of a job; a message is only a view of it."""

    job_id: JobId
    number: int
    """From 1."""
    seed: ImageSeed
    judged: Judged
    file: ImageFile | None = None
    """None when nothing of it is uploaded."""
    shown: bool = False
    """Whether the message shows that file, as far as we know."""
    keepable: bool = False
    """Whether its original may ever be kept: not a private job's, nor abuse of a child."""
    reviewed: bool = False
    """Whether a moderator decided that it is treated as it is."""
    told: bool = True
    """Whether its message shows it as it is treated; what is decided later may not be there yet."""
    fingerprint: Fingerprint | None = None
    """How it looks; None where nobody knows, and of private ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The untouched bytes of an image that is withheld, kept for moderators and for a while."""

    job_id: JobId
    number: int
    data: bytes = field(repr=False)
    format: ImageFormat
    expires_at: datetime


UNKNOWN_SEED = ImageSeed(None, SeedSource.UNKNOWN)

WITHHOLDING = frozenset({Treatment.BLURRED, Treatment.HELD})
"""Treatments after which a moderator may want to see the original."""

PICKABLE = frozenset({Treatment.SHOWN, Treatment.SPOILERED, Treatment.BLURRED})
"""Treatments of which people see something: others can be made of such an image."""

_GONE = frozenset({Treatment.REFUSED, Treatment.MISSING, Treatment.REMOVED, Treatment.REPLACED})
"""Treatments after which there is nothing left to show."""


def seed_of(number: int, *, told: int | None, asked: int, own: int | None = None) -> ImageSeed:
    """Return the seed of an image by what is known of the first one's.

    Args:
        number: Of the image, from 1.
        told: By the engine, for the first image; None when it told none.
        asked: By the request.
        own: What the engine told of this very image, if it tells of each.

    """
    if own is not None and is_seed(own):
        return ImageSeed(own, SeedSource.TOLD)
    is_told = told is not None and is_seed(told)
    first = told if told is not None and is_told else asked
    seed = first + number - 1
    if first == RANDOM_SEED or seed not in SEED:
        return UNKNOWN_SEED
    if number > 1:
        return ImageSeed(seed, SeedSource.DERIVED)
    return ImageSeed(seed, SeedSource.TOLD if is_told else SeedSource.ASKED)


def is_seed(told: int) -> bool:
    """Whether what an engine tells can be the seed of an image."""
    return told in SEED and told != RANDOM_SEED


def event_of(image: Image, kind: EventKind, decision: Decision) -> Event:
    """Return the entry that tells how an image stands after a decision."""
    judged, file = image.judged, image.file
    details: dict[str, object] = {
        "treatment": judged.treatment,
        "finding": judged.verdict.finding,
        "confidence": judged.verdict.confidence,
        "threshold": judged.verdict.threshold,
        "flagged": judged.verdict.flagged or None,
        "score": judged.verdict.score,
        "detector": judged.verdict.detector,
        "detector_threshold": judged.verdict.detector_threshold,
        "level": judged.level,
        "action": judged.action,
        "judge": judged.judge,
        "resembles": judged.resembles,
        "file": file and file.name,
    }
    if file is not None and file.attachment_id is not None:
        details["attachment_id"] = str(file.attachment_id)
    return Event(
        job_id=image.job_id,
        kind=kind,
        at=decision.at,
        image=image.number,
        by=decision.by,
        why=decision.why,
        details={name: value for name, value in details.items() if value is not None},
    )


def may_keep(image: Image) -> bool:
    """Whether the original of an image may be kept as it is treated now."""
    judged = image.judged
    is_refused = judged.action is Action.REFUSE
    return image.keepable and judged.treatment in WITHHOLDING and not is_refused


def may_decide(image: Image, kind: EventKind) -> bool:
    """Whether a decision of this kind may still be taken about an image."""
    treatment = image.judged.treatment
    if kind is EventKind.REMOVED:
        return treatment is not Treatment.REMOVED
    if kind is EventKind.SWAPPED and image.file is None:
        return False
    return treatment not in _GONE


def treated(image: Image, treatment: Treatment, file: ImageFile | None) -> Image:
    """Return an image of which something else is to be shown from now on."""
    judged = replace(image.judged, treatment=treatment)
    return replace(image, judged=judged, file=file, shown=False, reviewed=False, told=False)
