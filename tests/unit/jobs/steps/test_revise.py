"""A message is made as its rows say, whatever happens on the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.event import Decision
from bot.domain.ids import CaseId
from bot.domain.image import ImageFile
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.revising import blurred_file
from bot.domain.policy import Action
from bot.domain.request import ImageFormat
from bot.domain.verdict import Treatment
from bot.errors import (
    DeliveryError,
    FilesRefusedError,
    MessageGoneError,
    OutOfReachError,
    RouteChangedError,
    ThreadClosedError,
)
from tests.store.builders import BEN, make_request, reread
from tests.store.memory.deletions import MemoryDeletionStore
from tests.store.memory.revisions import untell
from tests.unit.jobs.engine import CLEAR, FLAGGED
from tests.unit.jobs.publisher import LandsLateError
from tests.unit.jobs.stage import RETENTION
from tests.unit.jobs.steps.test_rows import rows
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.ports import PostedImage
    from tests.unit.jobs.stage import Stage

LONG = timedelta(days=10).total_seconds()
SHOWN, BLURRED, HELD, REMOVED = (
    Treatment.SHOWN,
    Treatment.BLURRED,
    Treatment.HELD,
    Treatment.REMOVED,
)


async def delivered(stage: Stage, *detections: object, name: str = "a") -> Job:
    """Return a delivered job of which each withheld image has a case."""
    found = list(detections) or [FLAGGED, CLEAR]
    stage.engine.detections = found
    request = make_request(images=len(found))
    job = await stage.work(await stage.running(name, request=request))
    for row in await rows(stage, job):
        if row.judged.treatment is not SHOWN:
            case = Case(
                id=CaseId(f"case{name}{row.number}"),
                guild_id=job.guild_id,
                kind=CaseKind.IMAGE,
                subject=job.user_id,
                opened_at=stage.clock.now(),
                job_id=job.id,
                image=row.number,
            )
            await stage.cases.open(case, [])
    return job


async def approved(stage: Stage, job: Job, number: int = 1) -> Job:
    """Have an image shown, as a moderator does."""
    file = ImageFile(name=f"{job.id}-{number}.jpg", format=ImageFormat.JPEG, size=9)
    decision = Decision(at=stage.clock.now(), by=BEN)
    assert await stage.images.show(job.id, number, file, decision)
    return await untold(stage, job)


async def untold(stage: Stage, job: Job) -> Job:
    untell(stage.shelf, job.id)
    return await reread(stage.store, job)


async def treatments(stage: Stage, job: Job) -> list[Treatment]:
    return [row.judged.treatment for row in await rows(stage, job)]


def lost(stage: Stage) -> list[tuple[int | None, object]]:
    told = stage.cases.audit.told
    return [(it.image, it.details["lost"]) for it in told if it.kind is EntryKind.LOST]


async def settled(stage: Stage, job: Job) -> tuple[PostedImage, ...]:
    """Return the images of a message once it is told, and shows just the rows."""
    told = await stage.work(job)
    assert told.shown
    images = stage.publisher.images(job.id)
    found = await rows(stage, job)
    assert [it.treatment for it in images] == [it.judged.treatment for it in found]
    assert all(row.shown is (row.file is not None) for row in found)
    assert all(row.file is None or row.file.attachment_id for row in found)
    assert [row.file.name for row in found if row.file is not None] == sorted(
        await stage.publisher.shows_end(job) or {}
    )
    return images


async def test_an_approved_image_is_uploaded_untouched_and_its_neighbour_stays(
    stage: Stage,
) -> None:
    job = await delivered(stage)
    before = await rows(stage, job)
    original = await stage.originals.get(job.id, 1, now=stage.clock.now())
    assert original is not None
    first, second = await settled(stage, await approved(stage, job))
    assert (first.picture and first.picture.data, second.picture) == (original.data, None)
    after = await rows(stage, job)
    assert after[1] == before[1]
    assert after[0].file is not None
    assert after[0].file.size == len(original.data)
    assert lost(stage) == []
    sent = len(stage.publisher.sent)
    await settled(stage, await untold(stage, job))
    assert len(stage.publisher.sent) == sent + 1
    assert all(it.picture is None for it in stage.publisher.images(job.id))


async def test_a_reported_image_is_blurred_from_its_original(stage: Stage) -> None:
    job = await delivered(stage, FLAGGED, FLAGGED)
    await settled(stage, await approved(stage, job))
    decision = Decision(at=stage.clock.now() + timedelta(seconds=1))
    await stage.images.withhold(job.id, 1, blurred_file(job.id, 1), decision)
    image, _ = await settled(stage, await untold(stage, job))
    assert image.picture is not None
    assert image.picture.data == b"blurred"


PASSING = [
    DeliveryError("away"),
    RouteChangedError("dead"),
    ThreadClosedError("archived"),
    LandsLateError(4),
]


@pytest.mark.parametrize("fault", PASSING)
async def test_discord_away_only_delays_it(stage: Stage, fault: Exception) -> None:
    job = await delivered(stage)
    stage.publisher.finishes = Faults(*[fault] * 5, None)
    stage.publisher.reads = Faults(DeliveryError("away"), None)
    await settled(stage, await approved(stage, job))
    assert await treatments(stage, job) == [SHOWN, SHOWN]
    assert lost(stage) == []


async def test_an_original_whose_time_is_over_leaves_the_image_as_it_was(stage: Stage) -> None:
    job = await delivered(stage, FLAGGED, CLEAR)
    before = await rows(stage, job)
    waiting = await approved(stage, job)
    await asyncio.sleep(RETENTION.total_seconds())
    await settled(stage, waiting)
    after = await rows(stage, job)
    assert [row.file and row.file.attachment_id for row in after] == [
        row.file and row.file.attachment_id for row in before
    ]
    assert await treatments(stage, job) == [BLURRED, SHOWN]
    assert lost(stage) == [(1, "original")]


async def test_a_message_that_is_gone_ends_it_and_the_case_says_so(stage: Stage) -> None:
    job = await approved(stage, await delivered(stage, FLAGGED, FLAGGED))
    await stage.images.remove(job.id, 2, Decision(at=stage.clock.now(), by=BEN))
    stage.publisher.finishes = Faults(MessageGoneError("deleted"))
    assert (await stage.work(job)).shown
    # Of what was to be taken away nothing is left.
    assert lost(stage) == [(1, "message")]


@pytest.mark.parametrize("error", [ThreadClosedError("locked"), OutOfReachError("hidden")])
async def test_what_we_may_not_change_is_tried_for_a_week_and_then_the_cases_say_so(
    stage: Stage, error: Exception
) -> None:
    job = await delivered(stage, FLAGGED, FLAGGED, CLEAR)
    first = await rows(stage, job)
    await stage.images.remove(job.id, 1, Decision(at=stage.clock.now(), by=BEN))
    await stage.images.show(
        job.id,
        2,
        ImageFile(name=f"{job.id}-2.jpg", format=ImageFormat.JPEG, size=9),
        Decision(at=stage.clock.now(), by=BEN),
    )
    sent, begun = len(stage.publisher.sent), stage.clock.steady()
    stage.publisher.finishes = Faults(error)
    working = asyncio.create_task(stage.work(await untold(stage, job), within=LONG))
    await asyncio.sleep(timedelta(days=2).total_seconds())
    assert lost(stage) == []
    assert not (await reread(stage.store, job)).shown
    assert (await working).shown
    passed = timedelta(seconds=stage.clock.steady() - begun)
    assert timedelta(days=7) <= passed <= timedelta(days=7, hours=1)
    # An original is kept for three days: then the blurred one that is there is what is to be.
    assert lost(stage) == [(2, "original"), (1, "closed")]
    assert stage.tools.to_review.is_set()
    assert len(stage.publisher.sent) - sent < 1500
    # A later decision is tried anew, and shows all of them.
    stage.publisher.finishes = Faults(None)
    await stage.images.remove(job.id, 2, Decision(at=stage.clock.now(), by=BEN))
    await settled(stage, await untold(stage, job))
    after = await rows(stage, job)
    assert all(it.told for it in after)
    assert after[2].file == first[2].file


async def test_a_week_is_reckoned_from_the_decision_not_from_a_start(stage: Stage) -> None:
    job = await approved(stage, await delivered(stage))
    stage.publisher.finishes = Faults(ThreadClosedError("locked"))
    working = asyncio.create_task(stage.work(job, within=LONG))
    await asyncio.sleep(timedelta(days=6).total_seconds())
    working.cancel()
    await asyncio.sleep(timedelta(hours=1).total_seconds())
    begun = stage.clock.steady()
    assert (await stage.work(job, within=LONG)).shown
    assert stage.clock.steady() - begun <= timedelta(days=1).total_seconds()


async def test_what_was_opened_is_made_at_once(stage: Stage) -> None:
    job = await delivered(stage)
    stage.publisher.finishes = Faults(ThreadClosedError("locked"))
    working = asyncio.create_task(stage.work(await approved(stage, job), within=LONG))
    await asyncio.sleep(timedelta(days=2).total_seconds())
    stage.tools.doors.opened(job.guild_id + 1)
    await asyncio.sleep(1)
    stage.publisher.finishes = Faults(None)
    begun = stage.clock.steady()
    stage.tools.doors.opened(job.guild_id)
    assert (await working).shown
    assert stage.clock.steady() - begun < 60
    assert stage.tools.to_tell.is_set()


async def test_a_deletion_is_tried_as_long_and_said_to_be_lost(stage: Stage) -> None:
    job = await delivered(stage)
    other = await delivered(stage, CLEAR, name="b")
    stage.publisher.finishes = Faults(OutOfReachError("hidden"))
    deletions = MemoryDeletionStore(stage.shelf)
    for each in (job, other):
        at = stage.clock.now()
        deleted = await deletions.delete(each.id, Decision(at=at, by=BEN), until=at)
        assert deleted is not None
        begun = stage.clock.steady()
        assert (await stage.work(await reread(stage.store, each), within=LONG)).shown
        passed = timedelta(seconds=stage.clock.steady() - begun)
        assert timedelta(days=7) <= passed <= timedelta(days=7, hours=1)
    # Its images' cases say so; where there is none, the audit does.
    said = [it for it in stage.cases.audit.told if it.kind is EntryKind.LOST]
    assert [(it.job_id, it.image, it.case_id is None) for it in said] == [
        (job.id, 1, False),
        (other.id, None, True),
    ]


@pytest.mark.parametrize(("action", "back"), [(Action.BLUR, BLURRED), (Action.HOLD, HELD)])
@pytest.mark.parametrize("why", ["files", "switched_off"])
async def test_what_may_not_be_posted_goes_back(
    stage: Stage, action: Action, back: Treatment, why: str
) -> None:
    stage.rule(action=action)
    job = await delivered(stage)
    if why == "files":
        stage.publisher.finishes = Faults(FilesRefusedError("too large"), None)
    else:
        stage.rule(enabled=False)
    await settled(stage, await approved(stage, job))
    assert await treatments(stage, job) == [back, SHOWN]
    assert lost(stage) == [(1, why)]


async def test_a_rule_that_became_stricter_meanwhile_is_obeyed(stage: Stage) -> None:
    job = await approved(stage, await delivered(stage))
    stage.publisher.finish_takes = 1.0
    stage.after(0.5, lambda: stage.rule(metadata=False))
    await settled(stage, job)
    assert [sent.metadata for sent in stage.publisher.sent[-2:]] == [True, False]
    other = await delivered(stage, FLAGGED, name="b")
    stage.after(0.5, lambda: stage.rule(enabled=False))
    await settled(stage, await approved(stage, other))
    # The blurred file went with the edit that was taken.
    assert await treatments(stage, other) == [HELD]


async def test_what_is_decided_while_it_is_sent_is_shown_too(stage: Stage) -> None:
    job = await approved(stage, await delivered(stage, FLAGGED, FLAGGED))
    stage.publisher.finish_takes = 1.0
    working = asyncio.create_task(stage.work(job))
    await asyncio.sleep(0.5)
    await stage.images.remove(job.id, 2, Decision(at=stage.clock.now(), by=BEN))
    await untold(stage, job)
    assert (await working).shown
    assert stage.publisher.says(job.id) == await treatments(stage, job) == [SHOWN, REMOVED]


async def test_what_is_decided_while_late_edits_are_waited_for_is_shown_soon(
    stage: Stage,
) -> None:
    job = await approved(stage, await delivered(stage, FLAGGED, FLAGGED))
    stage.publisher.doubt(job.id, 60)
    working = asyncio.create_task(stage.work(job))
    await asyncio.sleep(5)
    await stage.images.remove(job.id, 2, Decision(at=stage.clock.now(), by=BEN))
    await asyncio.sleep(1)
    assert stage.publisher.says(job.id) == [SHOWN, REMOVED]
    assert (await working).shown


async def test_a_deletion_meanwhile_is_the_end(stage: Stage) -> None:
    job = await approved(stage, await delivered(stage))
    stage.publisher.finish_takes = 1.0
    working = asyncio.create_task(stage.work(job))
    await asyncio.sleep(0.5)
    now = stage.clock.now()
    deletions = MemoryDeletionStore(stage.shelf)
    await deletions.delete(job.id, Decision(at=now, by=BEN), until=now)
    assert (await working).shown
    assert stage.publisher.says(job.id) is job.state


async def test_after_a_crash_between_edit_and_save_it_comes_to_the_same(stage: Stage) -> None:
    job = await approved(stage, await delivered(stage))
    working = asyncio.create_task(stage.work(job))
    stage.publisher.doubt(job.id, 60)
    await asyncio.sleep(5)
    working.cancel()
    assert stage.publisher.says(job.id) == [SHOWN, SHOWN]
    assert not (await reread(stage.store, job)).shown
    await asyncio.sleep(RETENTION.total_seconds())
    await settled(stage, job)
    assert await treatments(stage, job) == [SHOWN, SHOWN]


async def test_what_waits_for_a_moderator_is_held_whatever_is_judged_of_it(stage: Stage) -> None:
    stage.rule(action=Action.REFUSE)
    stage.engine.detections = [CLEAR, FLAGGED]
    request = make_request(images=2)
    held = await stage.work(await stage.running(request=request, hold="filter"))
    assert await treatments(stage, held) == [HELD, Treatment.REFUSED]
    now = stage.clock.now()
    assert await stage.originals.get(held.id, 1, now=now) is not None
    assert await stage.originals.get(held.id, 2, now=now) is None
    private = make_request(images=2, private=True)
    alone = await stage.work(await stage.running("b", request=private, hold="filter"))
    assert await treatments(stage, alone) == [Treatment.REFUSED] * 2
    assert stage.publisher.images(alone.id)[0].picture is None
