"""What becomes of all images of a job, and which of two judgements shows less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import judging
from bot.domain.capabilities import Detection
from bot.domain.judging import Bench, Evidence, Judging
from bot.domain.policy import Action, Policy
from bot.domain.verdict import (
    Asked,
    Finding,
    Judge,
    Judged,
    Treatment,
    Verdict,
    is_stricter,
)
from tests.tables import each_row

POLICY = Policy(threshold=70, level=1, action=Action.HOLD)
ASKED = Asked(detection=True, level=1)
HARMLESS = {"valid": True, "confidence": 10}
NUDE = {"valid": True, "confidence": 90}

LESS_AND_LESS = (Treatment.SHOWN, Treatment.SPOILERED, Treatment.BLURRED, Treatment.HELD)
NOTHING = (
    Treatment.HELD,
    Treatment.REFUSED,
    Treatment.MISSING,
    Treatment.REMOVED,
    Treatment.REPLACED,
)


def judge(
    results: list[object], asked: Asked, policy: Policy, *, private: bool
) -> tuple[Judged, ...]:
    """Judge by the confidences of an engine that gives them."""
    said = [Evidence(detection=result) for result in results]
    bench = Bench(Detection.CONFIDENCE, Judging.AUTO)
    return judging.judge(said, asked, policy, bench, private=private)


def judged(*treatments: Treatment) -> list[Judged]:
    flagged = Verdict(Finding.FLAGGED, 90, 70)
    return [Judged(flagged, one, 1, Action.HOLD, Judge.ENGINE) for one in treatments]


def test_each_image_is_judged_by_its_own_result() -> None:
    images = judge([HARMLESS, NUDE, None], ASKED, POLICY, private=False)
    assert [image.verdict for image in images] == [
        Verdict(Finding.CLEAR, 10, 70),
        Verdict(Finding.FLAGGED, 90, 70),
        Verdict(Finding.UNKNOWN, None, 70),
    ]
    assert [image.treatment for image in images] == [
        Treatment.SHOWN,
        Treatment.HELD,
        Treatment.HELD,
    ]


def test_a_private_job_has_no_review_to_wait_for() -> None:
    (image,) = judge([NUDE], ASKED, POLICY, private=True)
    assert image.treatment is Treatment.REFUSED


@each_row("level", [0, 1, 2])
@each_row("action", Action)
def test_a_judgement_names_the_rule_that_it_was_made_by(level: int, action: Action) -> None:
    asked, policy = Asked(detection=True, level=2), Policy(level=level, action=action)
    for image in judge([HARMLESS, NUDE], asked, policy, private=False):
        assert (image.level, image.action) == (level, action)


@each_row(
    "asked, in_force, who",
    [
        (True, True, Judge.ENGINE),
        (False, True, Judge.NOBODY),
        (True, False, Judge.NOBODY),
        (False, False, Judge.NOBODY),
    ],
)
def test_the_engine_judged_only_if_it_was_asked_and_its_word_still_counts(
    asked: bool, in_force: bool, who: Judge
) -> None:
    policy = replace(POLICY, detection=in_force)
    (image,) = judge([NUDE], Asked(detection=asked, level=1), policy, private=False)
    assert image.judge is who


@each_row("then", LESS_AND_LESS)
@each_row("now", LESS_AND_LESS)
def test_what_shows_less_is_stricter(now: Treatment, then: Treatment) -> None:
    less = LESS_AND_LESS.index(now) > LESS_AND_LESS.index(then)
    assert is_stricter(judged(now), judged(then)) is less


@each_row("then", NOTHING)
@each_row("now", NOTHING)
def test_nothing_is_less_than_nothing(now: Treatment, then: Treatment) -> None:
    assert not is_stricter(judged(now), judged(then))
    assert is_stricter(judged(now), judged(Treatment.BLURRED))


@each_row("hidden", [0, 1, 2])
def test_one_image_that_shows_less_counts_whatever_the_others_show_more(hidden: int) -> None:
    then = [Treatment.BLURRED] * 3
    now = [Treatment.SHOWN] * 3
    assert not is_stricter(judged(*now), judged(*then))
    now[hidden] = Treatment.HELD
    assert is_stricter(judged(*now), judged(*then))


@pytest.mark.parametrize(("now", "then"), [(1, 2), (2, 1)])
def test_judgements_of_different_images_are_not_compared(now: int, then: int) -> None:
    one, other = ([Treatment.SHOWN] * number for number in (now, then))
    with pytest.raises(ValueError, match="zip"):
        is_stricter(judged(*one), judged(*other))
