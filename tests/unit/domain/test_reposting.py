"""Whatever shows an image once more judges it again, and never shows what its channel withholds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.capabilities import Detection
from bot.domain.ids import JobId
from bot.domain.image import Image, ImageFile, ImageSeed, SeedSource
from bot.domain.job import JobState
from bot.domain.judging import Bench, Evidence, Judging, judge
from bot.domain.policy import STRICTNESS, Action, Policy
from bot.domain.rejudging import bench_then
from bot.domain.reposting import Bar, Fit, fits, is_less, leaving_out
from bot.domain.request import ImageFormat
from bot.domain.verdict import Asked, Finding, Treatment
from tests.store.builders import make_job
from tests.tables import each_row

if TYPE_CHECKING:
    from bot.domain.job import Job

JOB = make_job("a", state=JobState.DELIVERED, detection_asked=True, detection_level=1)
BENCH = Bench(Detection.CONFIDENCE, Judging.AUTO)
FILE = ImageFile(name="a-1.jpg", format=ImageFormat.JPEG, size=9, attachment_id=1)
FORMS = [Treatment.SHOWN, Treatment.SPOILERED, Treatment.BLURRED]

BENCHES = st.builds(Bench, st.sampled_from(Detection), st.sampled_from(Judging))
POLICIES = st.builds(
    Policy,
    threshold=st.integers(0, 100),
    detector_threshold=st.integers(0, 100),
    level=st.integers(0, 2),
    detection=st.booleans(),
    action=st.sampled_from(Action),
    enabled=st.just(value=True) | st.booleans(),
)
EVIDENCE = st.builds(
    Evidence,
    detection=st.none()
    | st.integers(0, 100).map(lambda number: {"valid": True, "confidence": number}),
    flagged=st.booleans(),
    withheld=st.just(value=False) | st.booleans(),
    score=st.none() | st.floats(0, 100),
    detector=st.just("a detector"),
)


def made(said: Evidence, job: Job, policy: Policy, bench: Bench) -> Image:
    """Return the row of an image as it was posted under a policy."""
    asked = Asked(job.detection_asked, job.detection_level)
    [judged] = judge([said], asked, policy, bench, private=False)
    shown = judged.treatment in FORMS
    return Image(
        job_id=JobId("a"),
        number=1,
        seed=ImageSeed(7, SeedSource.TOLD),
        judged=judged,
        file=FILE if shown else None,
        shown=shown,
    )


def one(image: Image, policy: Policy, bench: Bench = BENCH, *, job: Job = JOB) -> Fit:
    [fit] = fits(job, [image], [1], policy, bench, blurs=True)
    return fit


CALM = made(Evidence(detection={"valid": True, "confidence": 30}), JOB, Policy(), BENCH)


@each_row(
    "policy, expected",
    [
        (Policy(), Fit(1, Finding.CLEAR, Treatment.SHOWN)),
        (Policy(threshold=30), Fit(1, Finding.CLEAR, Treatment.SHOWN)),
        (Policy(threshold=29), Fit(1, Finding.FLAGGED, Treatment.BLURRED)),
        (
            Policy(threshold=29, action=Action.SPOILER),
            Fit(1, Finding.FLAGGED, Treatment.SPOILERED),
        ),
        (Policy(threshold=29, action=Action.HOLD), Fit(1, Finding.FLAGGED, bar=Bar.RULES)),
        (Policy(threshold=29, action=Action.REFUSE), Fit(1, Finding.FLAGGED, bar=Bar.RULES)),
        (Policy(level=2), Fit(1, Finding.UNKNOWN, Treatment.BLURRED)),
        (Policy(level=0), Fit(1, Finding.CLEAR, Treatment.SHOWN)),
        (Policy(detection=False), Fit(1, Finding.CLEAR, Treatment.SHOWN)),
        (Policy(enabled=False), Fit(1, bar=Bar.OFF)),
    ],
)
def test_an_image_is_judged_by_the_rules_of_the_other_place(policy: Policy, expected: Fit) -> None:
    assert one(CALM, policy) == expected
    is_blurred = expected.form is Treatment.BLURRED
    [left_out] = fits(JOB, [CALM], [1], policy, BENCH, blurs=False)
    assert left_out == (replace(expected, form=None, bar=Bar.RULES) if is_blurred else expected)


def test_what_nobody_judged_then_is_unknown_where_somebody_must() -> None:
    unasked = replace(JOB, detection_asked=False)
    blind = made(Evidence(), unasked, Policy(detection=False), BENCH)
    assert one(blind, Policy(), job=unasked).finding is Finding.UNKNOWN
    assert one(blind, Policy(detection=False), job=unasked).form is Treatment.SHOWN
    # The operator has the detector judge too since then; and has it judge no more.
    always = Bench(Detection.CONFIDENCE, Judging.ALWAYS)
    assert one(CALM, Policy(), always).form is Treatment.BLURRED
    low = {"valid": True, "confidence": 1}
    scored = made(Evidence(detection=low, score=50.0), JOB, Policy(detector_threshold=60), always)
    assert one(scored, Policy(detector_threshold=60)).form is Treatment.SHOWN
    assert one(scored, Policy(detector_threshold=40)).form is Treatment.BLURRED


@given(said=EVIDENCE, there=POLICIES, here=POLICIES, then=BENCHES, now=BENCHES, blurs=st.booleans())
@example(Evidence(score=0.0), Policy(), Policy(), Bench(Detection.NONE, Judging.AUTO), BENCH, True)  # noqa: FBT003 - by position
def test_no_place_shows_more_than_its_own_channel_nor_more_than_its_rules_let(
    said: Evidence, there: Policy, here: Policy, then: Bench, now: Bench, blurs: bool
) -> None:
    image = made(said, JOB, there, then)
    [fit] = fits(JOB, [image], [1], here, now, blurs=blurs)
    assert (fit.form is None) is (fit.bar is not None)
    if fit.form is None:
        return
    was = image.judged.treatment
    assert was in {Treatment.SHOWN, Treatment.SPOILERED}
    assert FORMS.index(fit.form) >= FORMS.index(was)
    assert fit.form is not Treatment.BLURRED or blurs
    for bench in (now, bench_then(image.judged.verdict)):
        kept = Evidence(
            detection=said.detection if image.judged.verdict.confidence is not None else None,
            flagged=image.judged.verdict.flagged,
            score=image.judged.verdict.score,
        )
        [again] = judge([kept], Asked(detection=True, level=1), here, bench, private=False)
        assert again.treatment in FORMS
        assert FORMS.index(fit.form) >= FORMS.index(again.treatment)


@each_row("treatment", Treatment)
def test_what_its_channel_withholds_is_shown_nowhere(treatment: Treatment) -> None:
    laxest = Policy(detection=False, threshold=100, action=STRICTNESS[0])
    image = replace(CALM, judged=replace(CALM.judged, treatment=treatment))
    seen = one(image, laxest).form
    assert (seen is not None) is (treatment in {Treatment.SHOWN, Treatment.SPOILERED})
    # Neither is what its message does not show, for whatever reason.
    assert one(replace(image, shown=False), laxest).form is None
    being_posted = replace(JOB, state=JobState.DELIVERING)
    assert one(replace(image, shown=False), laxest, job=being_posted).form == seen
    assert one(replace(image, file=None), laxest).form is None


def test_only_what_is_asked_for_is_told_and_less_is_noticed() -> None:
    rows = [replace(CALM, number=number) for number in (1, 2)]
    told = fits(JOB, rows, [2, 9], Policy(), BENCH, blurs=True)
    assert told == (Fit(2, Finding.CLEAR, Treatment.SHOWN), Fit(9, bar=Bar.ABSENT))
    ladder = [Fit(1, form=form) for form in FORMS] + [Fit(1, bar=Bar.RULES)]
    for at, fit in enumerate(ladder):
        assert [is_less([fit], [other]) for other in ladder] == [
            at > other for other in range(len(ladder))
        ]


def test_what_is_like_a_remembered_image_is_shown_nowhere_else() -> None:
    told = [Fit(1, Finding.CLEAR, Treatment.SHOWN), Fit(2, bar=Bar.CHANNEL), Fit(3, form=FORMS[2])]
    assert leaving_out(told, ()) == (*told,)
    remembered = leaving_out(told, [1, 2])
    assert remembered == (Fit(1, Finding.CLEAR, bar=Bar.REMEMBERED), *told[1:])
    assert is_less(remembered, told)
