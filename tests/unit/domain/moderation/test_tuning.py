"""Thresholds are tried on what was judged by them; what nobody could tell is always withheld."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.moderation.tuning import CONFIDENCE, SCORE, Candidate, rule_of, tuned
from bot.domain.policy import Policy
from bot.domain.verdict import Finding, Treatment, Verdict
from tests.store.builders import make_image

if TYPE_CHECKING:
    from bot.domain.image import Image


def judged(verdict: Verdict, treatment: Treatment = Treatment.BLURRED) -> Image:
    image = make_image(1)
    return replace(image, judged=replace(image.judged, verdict=verdict, treatment=treatment))


def scored(score: float | None, confidence: float | None = None) -> Verdict:
    threshold = None if confidence is None else 70.0
    return Verdict(
        Finding.FLAGGED,
        confidence,
        threshold,
        score=score,
        detector_threshold=20.0,
        detector="ours",
    )


def test_what_withheld_an_image_is_what_is_tuned() -> None:
    assert rule_of(judged(Verdict(Finding.FLAGGED, 93.0, 70.0))) == CONFIDENCE
    assert rule_of(judged(Verdict(Finding.UNKNOWN, None, 70.0))) == CONFIDENCE
    assert rule_of(judged(Verdict(Finding.CLEAR))) == CONFIDENCE
    assert rule_of(judged(scored(35.0))) == SCORE
    assert rule_of(judged(scored(35.0, confidence=12.0))) == SCORE
    assert rule_of(judged(scored(35.0, confidence=93.0))) == CONFIDENCE
    # What is just at its threshold is not above it.
    assert rule_of(judged(scored(35.0, confidence=70.0))) == SCORE
    # Nobody could tell: whatever else was said, that is why it was withheld.
    unknown = replace(scored(35.0, confidence=12.0), confidence=None)
    assert rule_of(judged(unknown)) == CONFIDENCE


def test_a_confidence_is_tuned_by_confidences_though_a_detector_said_something_too() -> None:
    both = [judged(scored(score, 75.0)) for score in (5.0, 95.0)]
    alone = [judged(Verdict(Finding.FLAGGED, 85.0, 70.0)), judged(scored(99.0))]
    found = tuned(both[0], [*both, *alone], Policy(threshold=70.0, detector_threshold=20.0))
    assert (found.rule, found.present, found.images) == (CONFIDENCE, 70.0, 3)
    assert (found.withheld, found.unknown) == (3, 0)
    assert [(it.threshold, it.withheld) for it in found.candidates] == [
        (50, 3),
        (60, 3),
        (65, 3),
        (75, 1),
        (80, 1),
        (90, 0),
    ]


def test_scores_are_held_against_their_own_threshold() -> None:
    several = [judged(scored(it)) for it in (5.0, 20.0, 22.0, 29.0, None)]
    others = [
        judged(Verdict(Finding.FLAGGED, 93.0, 70.0)),
        judged(scored(99.0), Treatment.REPLACED),
        judged(scored(99.0), Treatment.MISSING),
    ]
    found = tuned(several[2], [*several, *others], Policy(detector_threshold=20.0))
    assert (found.rule, found.present, found.images) == (SCORE, 20.0, 5)
    assert (found.withheld, found.unknown) == (3, 1)
    assert found.candidates == (
        Candidate(1, 5, 2),
        Candidate(10, 4, 1),
        Candidate(15, 4, 1),
        Candidate(25, 2, -1),
        Candidate(30, 1, -2),
        Candidate(40, 1, -2),
    )


def test_a_threshold_at_the_end_of_its_range_has_fewer_beside_it() -> None:
    found = tuned(judged(Verdict(Finding.FLAGGED, 93.0, 70.0)), [], Policy(threshold=99.5))
    assert [it.threshold for it in found.candidates] == [80, 90, 95, 99]
