"""Decide what a detection result means and what becomes of the image. Pure; fails closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from bot.domain.policy import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.policy import Policy


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


class Judge(StrEnum):
    """Who judged an image. Stored."""

    ENGINE = "engine"
    NOBODY = "nobody"
    """Nobody was asked."""


_STRICTNESS = {
    Treatment.SHOWN: 0,
    Treatment.SPOILERED: 1,
    Treatment.BLURRED: 2,
    Treatment.HELD: 3,
    Treatment.REFUSED: 3,
    Treatment.MISSING: 3,
    Treatment.REMOVED: 3,
}
"""How little the channel gets to see."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What detection was asked for at submit."""

    detection: bool
    level: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding, with the confidence (None when unusable) and the threshold that decided."""

    finding: Finding
    confidence: float | None = None
    threshold: float | None = None


def decide(result: object, asked: Asked, policy: Policy) -> Verdict:
    """Return the verdict of one image by the table of the README, *Flagged images*.

    Args:
        result: ``nsfw_detection_result`` exactly as it was parsed from JSON.
        asked: What the submit asked for.
        policy: The policy in force at the moment of posting.

    """
    if not policy.detection:
        return Verdict(Finding.CLEAR)
    if not asked.detection or asked.level < policy.level:
        return Verdict(Finding.UNKNOWN, threshold=policy.threshold)
    confidence = _confidence(result)
    if confidence is None:
        return Verdict(Finding.UNKNOWN, threshold=policy.threshold)
    flagged = not confidence <= policy.threshold
    return Verdict(Finding.FLAGGED if flagged else Finding.CLEAR, confidence, policy.threshold)


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


def judge(
    results: Iterable[object], asked: Asked, policy: Policy, *, private: bool
) -> tuple[Judged, ...]:
    """Return the judgement of all images of a job by one policy; see ``decide`` and ``treat``."""
    who = Judge.ENGINE if policy.detection and asked.detection else Judge.NOBODY
    verdicts = (decide(result, asked, policy) for result in results)
    return tuple(
        Judged(
            verdict,
            treat(verdict, policy.action, private=private),
            policy.level,
            policy.action,
            who,
        )
        for verdict in verdicts
    )


def is_stricter(now: Sequence[Judged], then: Sequence[Judged]) -> bool:
    """Whether any image may be seen less of now than it was then."""
    return any(
        _STRICTNESS[new.treatment] > _STRICTNESS[old.treatment]
        for new, old in zip(now, then, strict=True)
    )


def _confidence(result: object) -> float | None:
    """Read strictly: a boolean or a string is no confidence, nor is NaN, nor 101."""
    if not isinstance(result, Mapping):
        return None
    parsed = cast("Mapping[object, object]", result)
    confidence = parsed.get("confidence")
    if parsed.get("valid") is not True or isinstance(confidence, bool):
        return None
    if not isinstance(confidence, (int, float)) or not 0 <= confidence <= 100:
        return None
    return float(confidence)
