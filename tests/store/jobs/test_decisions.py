"""A decision about an image is not lost, and keeps no original that may not be kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import asyncpg
import pytest

from bot.domain.event import Decision, Event, EventKind
from bot.domain.image import ImageFile
from bot.domain.job import JobState
from bot.domain.policy import Action
from bot.domain.request import ImageFormat
from bot.domain.verdict import Treatment
from bot.errors import UndeliveredError
from bot.store.jobs.images import SqlImageStore
from tests.store.builders import (
    BEN,
    LATER,
    NOON,
    SECOND,
    make_image,
    make_job,
    make_original,
    make_request,
    put_claimed,
    put_delivering,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import EventStore, ImageStore, JobStore, OriginalStore
    from bot.store.database import Database

ID = make_job().id
DECISION = Decision(at=LATER, by=BEN, why="it was reported")
FILE = ImageFile(name="other.jpg", format=ImageFormat.JPEG, size=7)

DECISIONS: dict[str, Callable[[ImageStore], Awaitable[Image | None]]] = {
    "swap": lambda images: images.swap(ID, 1, FILE, DECISION),
    "withhold": lambda images: images.withhold(ID, 1, None, DECISION, original=make_original()),
    "show": lambda images: images.show(ID, 1, FILE, DECISION),
    "remove": lambda images: images.remove(ID, 1, DECISION),
}


async def deliver(store: JobStore, images: ImageStore, image: Image, job: Job | None = None) -> Job:
    """Have a job delivered that shows ``image``."""
    job = await put_delivering(store, job or make_job())
    assert await images.write(ID, [image], [], [], holder="w")
    ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=LATER)
    assert await store.save(ended, holder="w", now=NOON, images=[replace(image, shown=True)])
    return ended


async def treatment(images: ImageStore) -> Treatment:
    [image] = await images.of(ID)
    return image.judged.treatment


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
async def test_nothing_is_decided_before_the_job_is_delivered(
    store: JobStore,
    images: ImageStore,
    originals: OriginalStore,
    events: EventStore,
    decide: Callable[[ImageStore], Awaitable[Image | None]],
) -> None:
    await put_delivering(store, make_job())
    await images.write(ID, [make_image()], [], [], holder="w")
    told = await events.of(ID)
    with pytest.raises(UndeliveredError):
        await decide(images)
    assert await images.of(ID) == [make_image()]
    assert await events.of(ID) == told
    assert await originals.get(ID, 1, now=NOON) is None


async def test_nothing_is_decided_before_there_are_images(
    store: JobStore, images: ImageStore
) -> None:
    await put_claimed(store, make_job())
    with pytest.raises(UndeliveredError):
        await images.remove(ID, 1, DECISION)


async def test_an_end_that_is_saved_again_does_not_write_over_what_was_decided(
    store: JobStore, images: ImageStore, events: EventStore
) -> None:
    job = await put_delivering(store, make_job())
    await images.write(ID, [make_image()], [], [], holder="w")
    posted = [make_image(shown=True)]
    ended = replace(job, state=JobState.DELIVERED, ended_at=LATER)
    assert await store.save(ended, holder="w", now=NOON, images=posted)
    assert await images.remove(ID, 1, DECISION)
    told = await events.of(ID)
    assert await store.save(replace(ended, shown=True), holder="w", now=NOON, images=posted)
    assert await treatment(images) is Treatment.REMOVED
    assert await events.of(ID) == told


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
async def test_nothing_is_decided_about_a_failed_job(
    store: JobStore,
    images: ImageStore,
    originals: OriginalStore,
    decide: Callable[[ImageStore], Awaitable[Image | None]],
) -> None:
    job = await put_delivering(store, make_job())
    await images.write(ID, [make_image()], [], [], holder="w")
    assert await store.save(replace(job, state=JobState.FAILED), holder="w", now=LATER)
    assert await decide(images) is None
    assert await treatment(images) is Treatment.SHOWN
    assert await originals.get(ID, 1, now=NOON) is None


REFUSING = replace(make_image().judged, action=Action.REFUSE)


@pytest.mark.parametrize(
    ("image", "private", "is_kept"),
    [
        (make_image(), False, True),
        (make_image(), True, False),
        (make_image(keepable=False), False, False),
        (make_image(judged=REFUSING), False, False),
    ],
    ids=["kept", "private", "not keepable", "refuse"],
)
async def test_a_withheld_image_is_kept_only_where_that_may_be(
    store: JobStore,
    images: ImageStore,
    originals: OriginalStore,
    image: Image,
    private: bool,
    is_kept: bool,
) -> None:
    await deliver(store, images, image, make_job(request=make_request(private=private)))
    assert await images.withhold(ID, 1, None, DECISION, original=make_original())
    assert await treatment(images) is Treatment.HELD
    assert (await originals.get(ID, 1, now=NOON) is not None) is is_kept


@pytest.mark.parametrize(
    ("image", "private", "is_kept"),
    [
        (make_image(treatment=Treatment.HELD), False, True),
        (make_image(treatment=Treatment.BLURRED), False, True),
        (make_image(treatment=Treatment.HELD), True, False),
        (make_image(treatment=Treatment.HELD, keepable=False), False, False),
        (make_image(treatment=Treatment.REFUSED), False, False),
        (make_image(treatment=Treatment.SHOWN), False, False),
        (make_image(judged=replace(REFUSING, treatment=Treatment.HELD)), False, False),
    ],
    ids=["held", "blurred", "private", "not keepable", "refused", "shown", "refuse"],
)
async def test_an_original_is_written_only_where_it_may_be_kept(
    store: JobStore,
    images: ImageStore,
    originals: OriginalStore,
    image: Image,
    private: bool,
    is_kept: bool,
) -> None:
    await put_delivering(store, make_job(request=make_request(private=private)))
    assert await images.write(ID, [image], [make_original()], [], holder="w")
    assert await images.of(ID) == [image]
    assert (await originals.get(ID, 1, now=NOON) is not None) is is_kept


@pytest.mark.parametrize("gone", [Treatment.REFUSED, Treatment.MISSING])
async def test_what_is_gone_may_only_be_removed(
    store: JobStore, images: ImageStore, originals: OriginalStore, gone: Treatment
) -> None:
    await deliver(store, images, make_image(treatment=gone, file=None))
    for name in ("swap", "withhold", "show"):
        assert await DECISIONS[name](images) is None
    assert await treatment(images) is gone
    assert await originals.get(ID, 1, now=NOON) is None
    assert await images.remove(ID, 1, DECISION) is not None


async def test_a_held_image_has_no_file_to_swap(store: JobStore, images: ImageStore) -> None:
    held = make_image(treatment=Treatment.HELD, file=None)
    await deliver(store, images, held)
    assert await images.swap(ID, 1, FILE, DECISION) is None
    assert await images.of(ID) == [replace(held, shown=True)]


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
async def test_a_decision_whose_answer_was_lost_may_be_taken_again(
    store: JobStore,
    images: ImageStore,
    events: EventStore,
    decide: Callable[[ImageStore], Awaitable[Image | None]],
) -> None:
    await deliver(store, images, make_image(treatment=Treatment.BLURRED))
    changed = await decide(images)
    told = await events.of(ID)
    assert changed is not None
    assert await decide(images) == changed
    assert await events.of(ID) == told


async def test_a_decision_taken_again_keeps_the_original_that_is_kept(
    store: JobStore, images: ImageStore, originals: OriginalStore
) -> None:
    await deliver(store, images, make_image())
    for _ in range(2):
        await images.withhold(ID, 1, None, DECISION, original=make_original())
    assert await originals.get(ID, 1, now=NOON) == make_original()


async def test_rows_whose_answer_was_lost_may_be_written_again(
    store: JobStore, images: ImageStore, originals: OriginalStore, events: EventStore
) -> None:
    await put_delivering(store, make_job())
    rows = [make_image(treatment=Treatment.HELD, file=None)]
    judged = [_judged(EventKind.JUDGED)]
    for _ in range(2):
        assert await images.write(ID, rows, [make_original()], judged, holder="w")
    assert [event.kind for event in await events.of(ID)].count(EventKind.JUDGED) == 1
    assert await images.of(ID) == rows
    assert await originals.get(ID, 1, now=NOON) == make_original()
    again = [_judged(EventKind.CORRECTED)]
    assert await images.write(ID, [make_image()], [], again, holder="w")
    assert await images.of(ID) == [make_image()]
    assert (await events.of(ID))[-1] == again[0]


def _judged(kind: EventKind) -> Event:
    return Event(job_id=ID, kind=kind, at=NOON + SECOND, image=1)


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_a_decision_waits_for_the_job_before_it_holds_its_image(
    store: JobStore, images: ImageStore, url: str
) -> None:
    await deliver(store, images, make_image())
    mover = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        async with mover.transaction():
            await mover.execute("SELECT 1 FROM jobs WHERE id = 'a' FOR UPDATE")
            deciding = asyncio.create_task(images.remove(ID, 1, DECISION))
            while not await mover.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                assert not deciding.done()
            await mover.execute("UPDATE images SET shown = false WHERE job = 'a'")
        assert await deciding is not None
    finally:
        await mover.close()


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_no_decision_that_meets_the_end_of_its_job_is_lost(
    store: JobStore, images: ImageStore, another: Database
) -> None:
    theirs = SqlImageStore(another)
    job = await put_delivering(store, make_job(images=4))
    rows = [make_image(number) for number in range(1, 5)]
    await images.write(ID, rows, [], [], holder="w")
    ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=LATER)
    shown = [replace(row, shown=True) for row in rows]
    saved, *removed = await asyncio.gather(
        store.save(ended, holder="w", now=LATER, images=shown),
        *(_removed(theirs, row.number) for row in rows),
    )
    assert saved
    gone = [row.judged.treatment is Treatment.REMOVED for row in await images.of(ID)]
    assert gone == removed


async def _removed(images: ImageStore, number: int) -> bool:
    try:
        return await images.remove(ID, number, DECISION) is not None
    except UndeliveredError:
        return False
