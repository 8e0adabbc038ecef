"""What is shown stands in rows before, and they say by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import engine_errors, errors
from bot.domain.event import EventKind
from bot.domain.image import ImageSeed, SeedSource
from bot.domain.job import JobState
from bot.domain.policy import Action
from bot.domain.verdict import Finding, Judge, Judged, Treatment, Verdict
from bot.failure_kinds import FailureKind
from tests.store.builders import make_image, make_request, reread
from tests.unit.jobs.engine import CLEAR, FLAGGED
from tests.unit.jobs.publisher import LandsLateError, attachment_id
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from bot.domain.event import Event
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import Ready
    from tests.unit.jobs.stage import Stage

SHOWN, BLURRED, SPOILERED = Treatment.SHOWN, Treatment.BLURRED, Treatment.SPOILERED
AWAY = errors.DeliveryError("Discord is away")


async def rows(stage: Stage, job: Job) -> list[Image]:
    return list(await stage.images.of(job.id))


async def told(stage: Stage, job: Job, *kinds: EventKind) -> list[Event]:
    return [event for event in await stage.events.of(job.id) if event.kind in kinds]


def before_each_request(stage: Stage, job: Job) -> list[list[Image]]:
    """Return the rows as they stood whenever a request was sent."""
    seen: list[list[Image]] = []
    send = stage.publisher.finish

    async def finish(job: Job, ready: Ready) -> object:
        seen.append(await rows(stage, job))
        return await send(job, ready)

    stage.publisher.finish = finish  # type: ignore[assignment,method-assign] # hands its answer on
    return seen


async def test_rows_stand_before_the_message_and_say_what_it_shows(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, FLAGGED]
    stage.engine.looks = Turns(stage.engine.succeeded(seed=41))
    stage.rule(threshold=60.0)
    job = await stage.running(images=2)
    seen = before_each_request(stage, job)
    ended = await stage.work(job)
    [before] = seen
    clear, blurred = before
    assert (clear.judged.treatment, blurred.judged.treatment) == (SHOWN, BLURRED)
    assert (clear.seed, blurred.seed) == (
        ImageSeed(41, SeedSource.TOLD),
        ImageSeed(42, SeedSource.DERIVED),
    )
    assert clear.file is not None
    assert blurred.file is not None
    assert (clear.file.name, blurred.file.name) == ("a-1.jpg", "a-2-blurred.jpg")
    assert (clear.file.size, blurred.file.size) == (1000, len(b"blurred"))
    judged = blurred.judged
    assert (judged.verdict.finding, judged.verdict.confidence) == (Finding.FLAGGED, 99.0)
    assert (judged.verdict.threshold, judged.level, judged.action) == (60.0, 1, Action.BLUR)
    assert judged.judge is Judge.ENGINE
    assert [image.shown for image in before] == [False, False]
    assert ended.seed == 41


async def test_what_discord_tells_of_its_files_is_saved_with_the_end(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, FLAGGED]
    stage.rule(action=Action.HOLD)
    job = await stage.running(images=2)
    await stage.work(job)
    shown, held = await rows(stage, job)
    assert shown.file is not None
    assert (shown.file.attachment_id, shown.shown) == (attachment_id(1), True)
    assert (held.file, held.shown) == (None, False)
    [posted] = await told(stage, job, EventKind.POSTED)
    assert posted.image == 1


async def test_an_answer_that_cannot_be_read_leaves_ids_unknown(stage: Stage) -> None:
    stage.publisher.tells_attachments = False
    job = await stage.running()
    await stage.work(job)
    [row] = await rows(stage, job)
    assert row.file is not None
    assert (row.file.attachment_id, row.shown) == (None, True)


async def test_a_job_costs_one_transaction_more(stage: Stage) -> None:
    stage.publisher.finishes = Faults(AWAY, AWAY, None)
    await stage.work(await stage.running())
    assert stage.images.written == 1
    assert stage.store.calls.count("save") == 3  # by stage.running, delivering, delivered


async def test_a_database_that_is_away_is_waited_for_and_nothing_sent_meanwhile(
    stage: Stage,
) -> None:
    stage.images.writes = Faults(*[errors.StoreError("away")] * 5, None)
    stage.engine.runs = 0.0
    job = await stage.running()
    assert (await stage.work(job)).state is JobState.DELIVERED
    [sent] = stage.publisher.sent
    assert sent.at > stage.engine.looked_at[-1] + 5
    assert stage.images.written == 6


async def test_rows_whose_answer_was_lost_are_told_once(stage: Stage) -> None:
    stage.images.answers = Faults(errors.StoreError("gone after the commit"), None)
    job = await stage.running()
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.images.written == 2
    assert len(await told(stage, job, EventKind.JUDGED)) == 1


async def test_the_policy_is_read_after_the_rows_were_written(stage: Stage) -> None:
    stage.engine.detections = [FLAGGED]
    stage.rule(action=Action.SPOILER)
    stage.images.writes = Faults(*[errors.StoreError("away")] * 3, None)
    stage.engine.runs = 0.0
    job = await stage.running()
    stage.after(1.0, lambda: stage.rule(action=Action.BLUR))
    await stage.work(job)
    assert [sent.says for sent in stage.publisher.sent] == [[BLURRED]]
    [row] = await rows(stage, job)
    assert row.judged.treatment is BLURRED
    assert await told(stage, job, EventKind.CORRECTED) == []


async def test_who_lost_the_job_sends_nothing(stage: Stage) -> None:
    stage.publisher.prepare_takes = 1.0
    stage.engine.runs = 0.0
    job = await stage.running()
    stage.after(0.9, lambda: setattr(stage.shelf.jobs[job.id], "holder", "them"))
    assert (await stage.work(job)).state is JobState.DELIVERING
    assert stage.publisher.sent == []
    assert await rows(stage, job) == []


async def test_a_correction_is_written_before_it_is_sent_and_told(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, FLAGGED]
    stage.rule(action=Action.SPOILER)
    stage.publisher.finish_takes = 1.0
    stage.engine.runs = 0.0
    job = await stage.running(images=2)
    stage.after(1.0, lambda: stage.rule(action=Action.BLUR, threshold=50.0))
    seen = before_each_request(stage, job)
    await stage.work(job)
    looser, stricter = [[row.judged.treatment for row in before] for before in seen]
    assert (looser, stricter) == ([SHOWN, SPOILERED], [SHOWN, BLURRED])
    assert await stage.originals.get(job.id, 2, now=stage.clock.now()) is not None
    corrected = await told(stage, job, EventKind.CORRECTED)
    assert [(event.image, event.details["threshold"]) for event in corrected] == [
        (1, 50.0),
        (2, 50.0),
    ]
    assert {event.why for event in corrected} == {"judged anew"}
    assert [row.shown for row in await rows(stage, job)] == [True, True]


async def test_a_job_whose_images_had_to_go_has_none_shown(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, FLAGGED]
    stage.publisher.finish_takes = 1.0
    stage.engine.runs = 0.0
    job = await stage.running(images=2)
    stage.after(1.0, lambda: stage.rule(enabled=False))
    assert (await stage.work(job)).failure is FailureKind.SWITCHED_OFF
    assert [row.shown for row in await rows(stage, job)] == [False, False]
    assert stage.shelf.originals == {}
    [failed] = await told(stage, job, EventKind.FAILED)
    assert failed.why == "switched_off"
    assert await told(stage, job, EventKind.POSTED) == []


async def test_what_could_not_be_blurred_is_told_as_refused(stage: Stage) -> None:
    stage.engine.detections = [FLAGGED, CLEAR]
    stage.blur.faults = Faults(OSError("no decoder"))
    job = await stage.running(images=2)
    await stage.work(job)
    refused, shown = await rows(stage, job)
    assert (refused.judged.treatment, refused.file) == (Treatment.REFUSED, None)
    assert shown.judged.treatment is SHOWN
    assert stage.shelf.originals == {}


async def test_detection_switched_off_was_judged_by_nobody(stage: Stage) -> None:
    stage.rule(detection=False)
    job = await stage.running()
    await stage.work(job)
    [row] = await rows(stage, job)
    assert (row.judged.judge, row.judged.verdict.threshold) == (Judge.NOBODY, None)


async def test_a_message_found_posted_says_which_files_it_shows(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    stage.publisher.finishes = Faults(LandsLateError(0.1))
    job = await stage.running(found=JobState.DELIVERING, images=2)
    judged = Judged(Verdict(Finding.CLEAR, 3.0, 70.0), SHOWN, 1, Action.BLUR, Judge.ENGINE)
    written = [make_image(number, judged=judged) for number in (1, 2)]
    await stage.images.write(job.id, written, [], [], holder="us")
    stage.engine.fetches = Faults(engine_errors.ImageError("404", reason="expired"))
    stage.publisher.post(job, SHOWN, BLURRED)
    assert (await stage.work(job)).state is JobState.DELIVERED
    found, unlike = await rows(stage, job)
    assert found.file is not None
    assert (found.file.attachment_id, found.shown) == (attachment_id(1), True)
    assert unlike.shown is False


async def test_a_seed_that_can_be_none_is_not_kept(stage: Stage) -> None:
    stage.engine.looks = Turns(stage.engine.succeeded(seed=2**70))
    job = await stage.running(request=make_request(seed=5))
    assert (await stage.work(job)).seed is None
    [row] = await rows(stage, job)
    assert row.seed == ImageSeed(5, SeedSource.ASKED)


async def test_a_job_keeps_where_it_is_sent_and_where_it_came_from(stage: Stage) -> None:
    job = await stage.claimed(
        parent_job="p", parent_image=2, notes=("left out",), engine="scripted"
    )
    ended = await stage.work(job)
    found = await reread(stage.store, ended)
    assert (found.parent_job, found.parent_image) == ("p", 2)
    assert (found.notes, found.engine) == (("left out",), "scripted")
