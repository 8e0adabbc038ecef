"""What a job shows: written before it is shown, and changed by decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.domain.event import Decision, Event, EventKind
from bot.domain.image import ImageSeed, SeedSource
from bot.domain.job import JobState
from bot.domain.verdict import Finding, Judge, Treatment, Verdict
from tests.store.builders import (
    BEN,
    LATER,
    NOON,
    SECOND,
    make_image,
    make_job,
    make_original,
    put_delivering,
)

if TYPE_CHECKING:
    from bot.domain.image import Image, ImageFile
    from bot.domain.job import Job
    from bot.domain.ports import EventStore, ImageStore, JobStore, OriginalStore

ID = make_job().id
DECISION = Decision(at=LATER, by=BEN, why="it was reported")
AGAIN = replace(DECISION, at=LATER + SECOND)
JUDGED = Event(job_id=ID, kind=EventKind.JUDGED, at=NOON, image=1, why="so", details={"level": 2})
ROWS = [
    make_image(1),
    make_image(2, treatment=Treatment.BLURRED, seed=ImageSeed(8, SeedSource.DERIVED)),
    make_image(3, treatment=Treatment.HELD, file=None),
]
SCORED = Verdict(
    Finding.FLAGGED, 10.5, 60.0, flagged=True, score=31.25, detector_threshold=7.5, detector="d 1"
)
ORIGINALS = [make_original(2), make_original(3)]


def file_of(image: Image, **changes: object) -> ImageFile:
    assert image.file is not None
    return replace(image.file, **changes)  # type: ignore[arg-type] # any field


@pytest_asyncio.fixture(loop_scope="session")
async def job(store: JobStore) -> Job:
    return await put_delivering(store, make_job(images=3))


@pytest_asyncio.fixture(loop_scope="session")
async def shown(store: JobStore, images: ImageStore, job: Job) -> list[Image]:
    """Return the images of a job that is delivered, as its message shows them."""
    assert await images.write(ID, ROWS, ORIGINALS, [], holder="w")
    rows = [
        replace(it, file=file_of(it, attachment_id=40 + it.number), shown=True) if it.file else it
        for it in ROWS
    ]
    ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=LATER)
    assert await store.save(ended, holder="w", now=LATER, images=rows)
    return rows


async def test_who_else_judged_is_kept_with_the_verdict(images: ImageStore, job: Job) -> None:
    by_both = replace(ROWS[0].judged, verdict=SCORED, judge=Judge.BOTH)
    row = replace(ROWS[0], judged=by_both)
    assert await images.write(ID, [row], [], [], holder="w")
    assert await images.of(ID) == [row]


async def test_what_is_to_be_shown_is_kept_whole(
    images: ImageStore, originals: OriginalStore, events: EventStore, job: Job
) -> None:
    before = await events.of(ID)
    assert await images.write(ID, ROWS, ORIGINALS, [JUDGED], holder="w")
    assert await images.of(ID) == ROWS
    kept = [await originals.get(ID, number, now=NOON) for number in (1, 2, 3)]
    assert kept == [None, *ORIGINALS]
    assert await events.of(ID) == [*before, JUDGED]


async def test_an_image_that_nobody_judged_is_kept(images: ImageStore, job: Job) -> None:
    judged = replace(ROWS[0].judged, verdict=Verdict(Finding.CLEAR))
    row = replace(ROWS[0], judged=judged, seed=ImageSeed(None, SeedSource.UNKNOWN))
    assert await images.write(ID, [row], [], [], holder="w")
    assert await images.of(ID) == [row]


async def test_a_correction_replaces_the_rows_and_the_originals(
    images: ImageStore, originals: OriginalStore, job: Job
) -> None:
    await images.write(ID, ROWS, ORIGINALS, [], holder="w")
    stricter = [make_image(1, treatment=Treatment.REFUSED, file=None), *ROWS[1:]]
    assert await images.write(ID, stricter, ORIGINALS[1:], [], holder="w")
    assert await images.of(ID) == stricter
    assert await originals.get(ID, 2, now=NOON) is None
    assert await originals.get(ID, 3, now=NOON) == ORIGINALS[1]


async def test_whoever_lost_the_job_writes_nothing(
    store: JobStore, images: ImageStore, originals: OriginalStore, events: EventStore, job: Job
) -> None:
    await store.adopt("v", now=LATER, until=LATER + SECOND)
    before = await events.of(ID)
    assert not await images.write(ID, ROWS, ORIGINALS, [JUDGED], holder="w")
    assert await images.of(ID) == []
    assert await originals.get(ID, 2, now=NOON) is None
    assert await events.of(ID) == before


async def test_nothing_is_written_for_a_job_that_is_over(
    images: ImageStore, shown: list[Image]
) -> None:
    assert not await images.write(ID, [make_image(1)], [], [], holder="w")
    assert await images.of(ID) == shown


async def test_what_is_shown_is_saved_with_the_last_move(
    images: ImageStore, events: EventStore, shown: list[Image]
) -> None:
    assert await images.of(ID) == shown
    told = (await events.of(ID))[-3:]
    assert [(event.kind, event.image) for event in told] == [
        (EventKind.DELIVERED, None),
        (EventKind.POSTED, 1),
        (EventKind.POSTED, 2),
    ]
    assert told[1].details["attachment_id"] == "41"


async def test_a_failed_job_shows_none_and_no_original_of_it_is_kept(
    store: JobStore, images: ImageStore, originals: OriginalStore, job: Job
) -> None:
    await images.write(ID, ROWS, ORIGINALS, [], holder="w")
    assert await store.save(replace(job, state=JobState.FAILED), holder="w", now=LATER)
    assert [image.shown for image in await images.of(ID)] == [False] * 3
    assert [await originals.get(ID, number, now=NOON) for number in (2, 3)] == [None, None]


async def told_last(events: EventStore) -> tuple[object, ...]:
    event = (await events.of(ID))[-1]
    treatment = event.details["treatment"]
    return event.kind, event.image, event.by, event.why, event.at, treatment


def decided(kind: EventKind, number: int, treatment: Treatment) -> tuple[object, ...]:
    return kind, number, BEN, "it was reported", LATER, treatment


async def test_a_withheld_image_may_be_shown_as_it_is(
    images: ImageStore, originals: OriginalStore, events: EventStore, shown: list[Image]
) -> None:
    file = file_of(ROWS[1], name="a-2.jpg", size=5000)
    changed = await images.show(ID, 2, file, DECISION)
    assert changed is not None
    assert (changed.judged.treatment, changed.file, changed.shown) == (
        Treatment.SHOWN,
        file,
        False,
    )
    assert await images.of(ID) == [shown[0], changed, shown[2]]
    assert await originals.get(ID, 2, now=NOON) == ORIGINALS[0]
    assert await told_last(events) == decided(EventKind.SHOWN, 2, Treatment.SHOWN)


@pytest.mark.parametrize("treatment", [Treatment.BLURRED, Treatment.HELD])
async def test_a_shown_image_may_be_withheld(
    images: ImageStore,
    originals: OriginalStore,
    events: EventStore,
    shown: list[Image],
    treatment: Treatment,
) -> None:
    blurred = file_of(ROWS[0], name="a-1-blurred.jpg")
    file = blurred if treatment is Treatment.BLURRED else None
    changed = await images.withhold(ID, 1, file, DECISION, original=make_original(1))
    assert changed is not None
    assert (changed.judged.treatment, changed.file) == (treatment, file)
    assert await images.of(ID) == [changed, *shown[1:]]
    assert await originals.get(ID, 1, now=NOON) == make_original(1)
    assert await told_last(events) == decided(EventKind.WITHHELD, 1, treatment)


async def test_to_withhold_again_keeps_the_original_or_replaces_it(
    images: ImageStore, originals: OriginalStore, shown: list[Image]
) -> None:
    await images.withhold(ID, 2, None, DECISION)
    assert await originals.get(ID, 2, now=NOON) == ORIGINALS[0]
    newer = make_original(2, data=b"newer")
    await images.withhold(ID, 2, None, AGAIN, original=newer)
    assert await originals.get(ID, 2, now=NOON) == newer


async def test_the_file_of_an_image_may_be_swapped(
    images: ImageStore, events: EventStore, shown: list[Image]
) -> None:
    file = file_of(ROWS[1], size=7)
    changed = await images.swap(ID, 2, file, DECISION)
    assert changed is not None
    assert (changed.judged, changed.file) == (ROWS[1].judged, file)
    assert await told_last(events) == decided(EventKind.SWAPPED, 2, Treatment.BLURRED)


async def test_a_removed_image_stays_removed(
    images: ImageStore, originals: OriginalStore, events: EventStore, shown: list[Image]
) -> None:
    changed = await images.remove(ID, 2, DECISION)
    assert changed is not None
    assert (changed.judged.treatment, changed.file, changed.shown) == (
        Treatment.REMOVED,
        None,
        False,
    )
    assert await originals.get(ID, 2, now=NOON) is None
    told = await events.of(ID)
    assert await images.show(ID, 2, file_of(ROWS[1]), DECISION) is None
    assert await images.remove(ID, 2, AGAIN) is None
    withheld = await images.withhold(ID, 2, None, DECISION, original=make_original(2))
    assert withheld is None
    assert await originals.get(ID, 2, now=NOON) is None
    assert await images.of(ID) == [shown[0], changed, shown[2]]
    assert await events.of(ID) == told


async def test_no_image_is_decided_about_that_is_not_there(
    images: ImageStore, shown: list[Image]
) -> None:
    assert await images.remove(ID, 4, DECISION) is None
    assert await images.remove(make_job("nowhere").id, 1, DECISION) is None


async def test_an_edit_that_was_taken_is_noted_for_all_files(
    images: ImageStore, shown: list[Image]
) -> None:
    await images.show(ID, 2, file_of(ROWS[1], name="a-2.jpg"), DECISION)
    await images.attached(ID, {"a-2.jpg": 99})
    assert [_told(image) for image in await images.of(ID)] == [
        (41, True),
        (99, True),
        (None, False),
    ]


def _told(image: Image) -> tuple[int | None, bool]:
    return image.file.attachment_id if image.file else None, image.shown
