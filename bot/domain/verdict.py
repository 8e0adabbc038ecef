"""What is held of an image, and what becomes of it. Pure; fails closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.policy import Action

if TYPE_CHECKING:
    from collections.abc import Sequence


class Finding(StrEnum):
    """What we hold of an image."""

    CLEAR = "clear"
    FLAGGED = "flagged"
    UNKNOWN = "unknown"


class Treatment(StrEnum):
    """What the channel gets to see of an image."""

    SHOWN = "shown"
    BLURRED = "blurred"
    SPOILERED = "spoilered"
    HELD = "held"
    REFUSED = "refused"
    MISSING = "missing"
    """The engine named it, but it could not be fetched whole."""
    REMOVED = "removed"
    """It was shown, and somebody decided that it should not be."""
    REPLACED = "replaced"
    """The engine itself withholds it, and gave another picture or none in its place."""


CLEAR = frozenset({Treatment.SHOWN, Treatment.SPOILERED})
"""Treatments by which an image is seen as it is."""


class Judge(StrEnum):
    """Who judged an image. Stored."""

    ENGINE = "engine"
    DETECTOR = "detector"
    """Our own."""
    BOTH = "both"
    NOBODY = "nobody"
    """Nobody was asked, or there is nobody."""


_STRICTNESS = {
    Treatment.SHOWN: 0,
    Treatment.SPOILERED: 1,
    Treatment.BLURRED: 2,
    Treatment.HELD: 3,
    Treatment.REFUSED: 3,
    Treatment.MISSING: 3,
    Treatment.REMOVED: 3,
    Treatment.REPLACED: 3,
}
"""How little the channel gets to see."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What detection was asked for at submit."""

    detection: bool
    level: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding, and all that decided it."""

    finding: Finding
    confidence: float | None = None
    """Of the engine; None when unusable."""
    threshold: float | None = None
    """For the confidence; None when none was asked for."""
    flagged: bool = False
    """Whether the engine says that it is not safe, by a flag."""
    score: float | None = None
    """Of the detector, 0 to 100; None when it could not tell."""
    detector_threshold: float | None = None
    """For the score; None when none was asked for."""
    detector: str | None = None
    """Its name and version, if it was asked."""


def treat(verdict: Verdict, action: Action, *, private: bool) -> Treatment:
    """Return what the channel sees; a private job gets no review, so its hold is a refusal."""
    if verdict.finding is Finding.CLEAR:
        return Treatment.SHOWN
    match action:
        case Action.BLUR:
            return Treatment.BLURRED
        case Action.SPOILER:
            return Treatment.SPOILERED
        case Action.HOLD:
            return Treatment.REFUSED if private else Treatment.HELD
        case Action.REFUSE:
            return Treatment.REFUSED


@dataclass(frozen=True, slots=True)
class Judged:
    """One image's verdict, what becomes of it, and by which rule."""

    verdict: Verdict
    treatment: Treatment
    level: int
    """Of the policy in force."""
    action: Action
    """The same."""
    judge: Judge
    resembles: int | None = None
    """The number of the remembered image that it is like; see ``RememberedImages``."""


def held_back(judged: Judged, *, private: bool) -> Judged:
    """Return a judgement of an image that waits for a moderator, whatever is judged of it.

    What is shown less of stays so. The rule that counts is no longer the place's, by which its
    original may not be kept.
    """
    if _STRICTNESS[judged.treatment] >= _STRICTNESS[Treatment.HELD]:
        return judged
    treatment = Treatment.REFUSED if private else Treatment.HELD
    return replace(judged, treatment=treatment, action=Action.HOLD)


def is_stricter(now: Sequence[Judged], then: Sequence[Judged]) -> bool:
    """Whether any image may be seen less of now than it was then."""
    return any(
        _STRICTNESS[new.treatment] > _STRICTNESS[old.treatment]
        for new, old in zip(now, then, strict=True)
    )
