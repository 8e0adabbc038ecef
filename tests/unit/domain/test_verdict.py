"""Verdicts by an engine's confidence, and treatments: the whole table."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import judging
from bot.domain.capabilities import Detection
from bot.domain.judging import Bench, Evidence, Judging
from bot.domain.policy import Action, Policy
from bot.domain.verdict import Asked, Finding, Treatment, Verdict, treat
from tests.tables import each_row

POLICY = Policy(threshold=70, level=1)
ASKED = Asked(detection=True, level=1)
MILDNESS = [Finding.CLEAR, Finding.FLAGGED]


def decide(result: object, asked: Asked, policy: Policy) -> Verdict:
    """Whatever else is said, the detector cannot clear what the engine should."""
    bench = Bench(Detection.CONFIDENCE, Judging.AUTO)
    said = Evidence(detection=result, score=0, detector="harmless")
    return judging.decide(said, asked, policy, bench)


def detected(confidence: object) -> dict[str, object]:
    return {"valid": True, "confidence": confidence}


@each_row(
    "confidence, finding",
    [
        (0, Finding.CLEAR),
        (0.0, Finding.CLEAR),
        (70, Finding.CLEAR),
        (70.0, Finding.CLEAR),
        (math.nextafter(70, 100), Finding.FLAGGED),
        (71, Finding.FLAGGED),
        (100, Finding.FLAGGED),
    ],
)
def test_above_the_threshold_is_flagged_and_equal_is_clear(
    confidence: float, finding: Finding
) -> None:
    assert decide(detected(confidence), ASKED, POLICY) == Verdict(finding, confidence, 70)


@each_row(
    "result",
    [
        None,
        {},
        [],
        [detected(10)],
        "clear",
        0,
        True,
        {"confidence": 10},
        {"valid": True},
        {"valid": False, "confidence": 10},
        {"valid": None, "confidence": 10},
        {"valid": 1, "confidence": 10},
        {"valid": "true", "confidence": 10},
        detected(None),
        detected("10"),
        {"valid": True, "confidence": True},
        {"valid": True, "confidence": False},
        detected([10]),
        detected(math.nan),
        detected(math.inf),
        detected(-0.1),
        detected(100.1),
        detected(-1),
        detected(101),
    ],
)
def test_anything_else_is_unknown(result: object) -> None:
    assert decide(result, ASKED, POLICY) == Verdict(Finding.UNKNOWN, None, 70)


@pytest.mark.parametrize("asked", [Asked(detection=False, level=2), Asked(detection=True, level=0)])
def test_not_asked_or_asked_at_a_lower_level_is_unknown(asked: Asked) -> None:
    assert decide(detected(0), asked, POLICY) == Verdict(Finding.UNKNOWN, None, 70)


@pytest.mark.parametrize("level", [1, 2])
def test_asked_at_the_level_in_force_or_above_counts(level: int) -> None:
    asked = Asked(detection=True, level=level)
    assert decide(detected(0), asked, POLICY).finding is Finding.CLEAR


@each_row("result", [None, detected(100), detected("x")])
@each_row("asked", [ASKED, Asked(detection=False, level=0)])
def test_detection_off_at_posting_is_clear(result: object, asked: Asked) -> None:
    assert decide(result, asked, Policy(detection=False)) == Verdict(Finding.CLEAR)


@pytest.mark.parametrize(("threshold", "finding"), [(0, Finding.FLAGGED), (100, Finding.CLEAR)])
def test_the_threshold_of_the_policy_decides(threshold: float, finding: Finding) -> None:
    assert decide(detected(99.9), ASKED, Policy(threshold=threshold)).finding is finding


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_more_confidence_is_never_milder(one: float, other: float, threshold: float) -> None:
    policy = Policy(threshold=threshold)
    low, high = (
        MILDNESS.index(decide(detected(confidence), ASKED, policy).finding)
        for confidence in sorted((one, other))
    )
    assert low <= high


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(JSON | st.fixed_dictionaries({"valid": JSON, "confidence": JSON}))
def test_only_a_valid_low_number_is_clear(result: object) -> None:
    verdict = decide(result, ASKED, POLICY)
    if verdict.finding is Finding.CLEAR:
        assert isinstance(result, dict)
        assert result["valid"] is True
        assert type(result["confidence"]) in {int, float}
        assert 0 <= result["confidence"] <= 70


@each_row("action", Action)
@each_row("private", [False, True])
def test_what_is_clear_is_shown(action: Action, private: bool) -> None:
    assert treat(Verdict(Finding.CLEAR), action, private=private) is Treatment.SHOWN


@each_row("finding", [Finding.FLAGGED, Finding.UNKNOWN])
@each_row(
    "action, private, treatment",
    [
        (Action.BLUR, False, Treatment.BLURRED),
        (Action.BLUR, True, Treatment.BLURRED),
        (Action.SPOILER, False, Treatment.SPOILERED),
        (Action.SPOILER, True, Treatment.SPOILERED),
        (Action.HOLD, False, Treatment.HELD),
        (Action.HOLD, True, Treatment.REFUSED),
        (Action.REFUSE, False, Treatment.REFUSED),
        (Action.REFUSE, True, Treatment.REFUSED),
    ],
)
def test_flagged_and_unknown_get_the_action(
    finding: Finding, action: Action, private: bool, treatment: Treatment
) -> None:
    assert treat(Verdict(finding), action, private=private) is treatment
