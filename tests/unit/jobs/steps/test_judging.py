"""Who judges what is posted: the engine, our own detector, both or nobody."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors, errors
from bot.domain.capabilities import Detection
from bot.domain.event import EventKind
from bot.domain.job import JobState
from bot.domain.judging import Judging
from bot.domain.policy import Action
from bot.domain.ports import NoDetector, TaskImage
from bot.domain.verdict import Finding, Judge, Judged, Treatment, Verdict
from bot.failure_kinds import FailureKind
from tests.store.builders import make_image, make_request
from tests.unit.jobs.engine import CLEAR, FLAGGED
from tests.unit.jobs.steps.test_rows import rows, told
from tests.unit.jobs.test_memory import come_and_go
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

SHOWN, BLURRED, REPLACED = Treatment.SHOWN, Treatment.BLURRED, Treatment.REPLACED
AWAY = errors.DeliveryError("Discord is away")
SAFE, NUDE, UNTOLD = 20.0, 20.1, None


@pytest.fixture
def silent(stage: Stage) -> Stage:
    """Have an engine that says nothing of what its images show."""
    stage.judged_by(Detection.NONE)
    stage.engine.detections = [None]
    return stage


@pytest.mark.parametrize(
    ("score", "finding", "treatment"),
    [
        (SAFE, Finding.CLEAR, SHOWN),
        (NUDE, Finding.FLAGGED, BLURRED),
        (UNTOLD, Finding.UNKNOWN, BLURRED),
    ],
)
async def test_the_detector_judges_where_the_engine_is_silent(
    silent: Stage, score: float | None, finding: Finding, treatment: Treatment
) -> None:
    silent.detector.scores = [score]
    job = await silent.running()
    await silent.work(job)
    assert silent.publisher.says(job.id) == [treatment]
    [row] = await rows(silent, job)
    assert row.judged.verdict == Verdict(
        finding, score=score, detector_threshold=20, detector="scripted 1.0"
    )
    assert row.judged.judge is Judge.DETECTOR


async def test_each_picture_is_judged_by_its_own_score(silent: Stage) -> None:
    silent.engine.detections = [None] * 3
    silent.detector.scores = [SAFE, NUDE, SAFE]
    job = await silent.running(images=3)
    await silent.work(job)
    assert silent.publisher.says(job.id) == [SHOWN, BLURRED, SHOWN]
    events = await told(silent, job, EventKind.JUDGED)
    assert [event.details["score"] for event in events] == [SAFE, NUDE, SAFE]
    assert {event.details["detector"] for event in events} == {"scripted 1.0"}
    assert {event.details["judge"] for event in events} == {Judge.DETECTOR}


async def test_a_picture_is_judged_while_its_neighbours_are_on_their_way(silent: Stage) -> None:
    silent.engine.detections = [None] * 3
    silent.engine.fetch_takes_more = 1.0
    silent.detector.scores = [SAFE, NUDE, SAFE]
    job = await silent.running(images=3)
    await silent.work(job)
    first, *later = silent.detector.saw_at
    assert [at - first for at in later] == pytest.approx([1.0, 2.0])
    assert silent.publisher.says(job.id) == [SHOWN, BLURRED, SHOWN]


async def test_a_picture_is_scored_once_however_often_it_is_judged(silent: Stage) -> None:
    silent.publisher.finishes = Faults(AWAY, AWAY, None)
    await silent.work(await silent.running())
    assert len(silent.publisher.sent) == 3
    assert len(silent.detector.saw) == 1


async def test_a_stricter_threshold_is_held_against_the_score_that_is_known(silent: Stage) -> None:
    silent.detector.scores = [15.0]
    silent.publisher.finish_takes = 1.0
    silent.engine.runs = 0.0
    job = await silent.running()
    silent.after(1.0, lambda: silent.rule(detector_threshold=10.0))
    await silent.work(job)
    assert [sent.says for sent in silent.publisher.sent] == [[SHOWN], [BLURRED]]
    assert len(silent.detector.saw) == 1


async def test_what_is_fetched_anew_is_scored_anew(silent: Stage) -> None:
    silent.detector.scores = [SAFE, NUDE]
    silent.engine.runs = 0.0
    silent.publisher.finish_takes = 2.0
    silent.publisher.finishes = Faults(AWAY, None)
    job = await silent.running()
    async with asyncio.TaskGroup() as group:
        group.create_task(silent.work(job))
        await asyncio.sleep(1)
        group.create_task(come_and_go(silent))
    assert [sent.says for sent in silent.publisher.sent] == [[SHOWN], [BLURRED]]
    assert len(silent.detector.saw) == len(silent.engine.fetched) == 2


@pytest.mark.parametrize("judging", [Judging.AUTO, Judging.OFF])
async def test_beside_a_confidence_it_is_not_asked(stage: Stage, judging: Judging) -> None:
    stage.judged_by(Detection.CONFIDENCE, judging)
    stage.engine.detections = [CLEAR, FLAGGED, None]
    job = await stage.running(images=3)
    await stage.work(job)
    assert stage.publisher.says(job.id) == [SHOWN, BLURRED, BLURRED]
    assert stage.detector.saw == []


async def test_where_both_judge_both_are_told(stage: Stage) -> None:
    stage.judged_by(Detection.CONFIDENCE, Judging.ALWAYS)
    stage.engine.detections = [CLEAR, CLEAR, FLAGGED, None]
    stage.detector.scores = [SAFE, NUDE, SAFE, SAFE]
    job = await stage.running(images=4)
    await stage.work(job)
    assert stage.publisher.says(job.id) == [SHOWN, BLURRED, BLURRED, BLURRED]
    verdicts = [row.judged.verdict for row in await rows(stage, job)]
    assert [each.confidence for each in verdicts] == [1, 1, 99, None]
    assert [each.score for each in verdicts] == [SAFE, NUDE, SAFE, SAFE]
    assert {(each.threshold, each.detector_threshold) for each in verdicts} == {(70, 20)}


async def test_what_an_engine_flags_is_flagged(stage: Stage) -> None:
    stage.judged_by(Detection.FLAG)
    images = (TaskImage(url="u"), TaskImage(url="u", is_flagged=True))
    stage.engine.looks = Turns(replace(stage.engine.succeeded(), images=images))
    job = await stage.running(images=2)
    await stage.work(job)
    assert stage.publisher.says(job.id) == [SHOWN, BLURRED]
    assert [row.judged.verdict.flagged for row in await rows(stage, job)] == [False, True]
    assert [row.judged.judge for row in await rows(stage, job)] == [Judge.DETECTOR, Judge.BOTH]


async def test_switched_off_nothing_can_be_told(stage: Stage) -> None:
    stage.judged_by(Detection.NONE, Judging.OFF)
    job = await stage.running()
    await stage.work(job)
    assert stage.publisher.says(job.id) == [BLURRED]
    assert stage.detector.saw == []
    [row] = await rows(stage, job)
    assert (row.judged.verdict.finding, row.judged.judge) == (Finding.UNKNOWN, Judge.NOBODY)


async def test_without_a_detector_nothing_can_be_told(silent: Stage) -> None:
    silent.tools = replace(silent.tools, detector=NoDetector())
    job = await silent.running()
    await silent.work(job)
    [row] = await rows(silent, job)
    assert (row.judged.treatment, row.judged.judge) == (BLURRED, Judge.NOBODY)
    assert row.judged.verdict.detector is None


async def test_where_detection_is_off_images_are_posted(silent: Stage) -> None:
    silent.detector.scores = [99.0]
    silent.rule(detection=False)
    job = await silent.running()
    await silent.work(job)
    assert silent.publisher.says(job.id) == [SHOWN]


async def test_a_slow_detector_keeps_no_private_message_waiting_beyond_its_token(
    silent: Stage,
) -> None:
    silent.detector.takes = 10_000
    job = await silent.running(request=make_request(private=True))
    ended = await silent.work(job)
    assert ended.state is JobState.DELIVERED
    assert ended.ended_at is not None
    assert (ended.ended_at - job.created_at).total_seconds() < 14.5 * 60


PLACEHOLDER = TaskImage(url="p", is_placeholder=True)
ABUSE = TaskImage(url="p", is_csam=True)


@pytest.mark.parametrize("withheld", [PLACEHOLDER, ABUSE])
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("detection", [True, False])
async def test_what_the_engine_withholds_is_neither_fetched_nor_shown(
    stage: Stage, withheld: TaskImage, action: Action, detection: bool
) -> None:
    stage.judged_by(Detection.FLAG)
    stage.rule(action=action, detection=detection)
    images = (TaskImage(url="u"), withheld, TaskImage(url="u"))
    stage.engine.looks = Turns(replace(stage.engine.succeeded(), images=images))
    job = await stage.running(images=3)
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [SHOWN, REPLACED, SHOWN]
    assert stage.engine.fetched == [0, 2]
    assert stage.shelf.originals == {}
    row = (await rows(stage, job))[1]
    assert (row.file, row.judged.judge) == (None, Judge.ENGINE)


async def test_where_all_is_withheld_that_is_said(stage: Stage) -> None:
    images = (PLACEHOLDER, ABUSE)
    stage.engine.looks = Turns(replace(stage.engine.succeeded(), images=images))
    job = await stage.running(images=2)
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [REPLACED, REPLACED]


async def test_beside_what_is_withheld_a_lost_image_is_missing(stage: Stage) -> None:
    images = (PLACEHOLDER, TaskImage(url="u"))
    stage.engine.looks = Turns(replace(stage.engine.succeeded(), images=images))
    stage.engine.fetches = Faults(engine_errors.ImageError("404"))
    job = await stage.running(images=2)
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [REPLACED, Treatment.MISSING]


def scored(score: float | None, judge: Judge = Judge.DETECTOR) -> Judged:
    finding = Finding.UNKNOWN if score is None else Finding.CLEAR
    verdict = Verdict(finding, score=score, detector="older 0.9", detector_threshold=20)
    return Judged(verdict, SHOWN, level=1, action=Action.BLUR, judge=judge)


@pytest.mark.parametrize(("score", "stays"), [(SAFE, True), (NUDE, False), (UNTOLD, False)])
@pytest.mark.parametrize("engine_is_there", [True, False])
async def test_after_a_crash_what_is_shown_is_judged_by_the_score_that_was_kept(
    silent: Stage, score: float | None, stays: bool, engine_is_there: bool
) -> None:
    job = await silent.running(found=JobState.DELIVERING)
    await silent.images.write(job.id, [make_image(1, judged=scored(score))], [], [], holder="us")
    silent.publisher.post(job, SHOWN)
    if not engine_is_there:
        silent.engines._by_name.clear()
    silent.engine.fetches = Faults(*[engine_errors.ImageError("404")] * 9)
    ended = await silent.work(job)
    assert (ended.state is JobState.DELIVERED) is stays
    assert silent.detector.saw == []
    if not stays:
        kind = FailureKind.IMAGE_UNAVAILABLE if engine_is_there else FailureKind.ENGINE_ABSENT
        assert ended.failure is kind


async def test_after_a_crash_what_was_withheld_may_not_be_shown(stage: Stage) -> None:
    job = await stage.running(found=JobState.DELIVERING)
    row = make_image(1, judged=replace(scored(SAFE), treatment=REPLACED))
    await stage.images.write(job.id, [row], [], [], holder="us")
    stage.publisher.post(job, SHOWN)
    stage.engine.looks = Turns(replace(stage.engine.succeeded(), images=(PLACEHOLDER,)))
    await stage.work(job)
    assert stage.publisher.says(job.id) == [REPLACED]
