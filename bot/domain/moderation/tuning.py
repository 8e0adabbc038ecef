"""What another threshold would have done to the images that were judged last. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.verdict import Treatment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.image import Image
    from bot.domain.policy import Policy

JUDGED = 200
"""Images that are looked back at."""

STEPS = (-20, -10, -5, 5, 10, 20)
"""How far from the threshold in force others are tried."""

LOWEST, HIGHEST = 1, 99
"""What a component id can name."""

CONFIDENCE, SCORE = "threshold", "detector_threshold"
"""The rules of a policy that can be tuned."""

_UNJUDGED = frozenset({Treatment.MISSING, Treatment.REPLACED})
"""Treatments that no threshold brings about."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A threshold, and what it would have done."""

    threshold: int
    withheld: int
    more: int
    """How many more that are than with the threshold in force; fewer where it is negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """Thresholds around the one in force."""

    rule: str
    """``CONFIDENCE`` or ``SCORE``."""
    present: float
    images: int
    """That were judged by it."""
    withheld: int
    """How many of them the one in force would withhold."""
    unknown: int
    """How many of those whatever it is: nobody could tell anything of them."""
    candidates: tuple[Candidate, ...]


def tuned(about: Image, judged: Sequence[Image], policy: Policy) -> Tuning:
    """Return what thresholds around the one in force would have done.

    Args:
        about: The image whose card asks: the rule that withheld it is what is tuned.
        judged: The images of its channel.
        policy: In force there.

    """
    rule = rule_of(about)
    present = policy.threshold if rule == CONFIDENCE else policy.detector_threshold
    said = [
        _said(image, rule)
        for image in judged
        if _is_judged(image, rule) and image.judged.treatment not in _UNJUDGED
    ]
    now = _withheld(said, present)
    tried = {min(max(round(present) + step, LOWEST), HIGHEST) for step in STEPS} - {present}
    return Tuning(
        rule=rule,
        present=present,
        images=len(said),
        withheld=now,
        unknown=sum(number is None for number in said),
        candidates=tuple(
            Candidate(each, _withheld(said, each), _withheld(said, each) - now)
            for each in sorted(tried)
        ),
    )


def rule_of(image: Image) -> str:
    """Return the rule that an image was withheld by; the engine's word is asked first."""
    verdict = image.judged.verdict
    if verdict.threshold is None:
        return CONFIDENCE if verdict.detector_threshold is None else SCORE
    is_over = verdict.confidence is None or verdict.confidence > verdict.threshold
    return CONFIDENCE if is_over or verdict.detector_threshold is None else SCORE


def _is_judged(image: Image, rule: str) -> bool:
    verdict = image.judged.verdict
    held_against = verdict.threshold if rule == CONFIDENCE else verdict.detector_threshold
    return held_against is not None


def _said(image: Image, rule: str) -> float | None:
    return image.judged.verdict.confidence if rule == CONFIDENCE else image.judged.verdict.score


def _withheld(said: Iterable[float | None], threshold: float) -> int:
    """Count what would be withheld; what nobody could tell always is."""
    return sum(number is None or number > threshold for number in said)
