"""A deletion is whole: all images, their events and what the message is still to tell."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.event import Decision, EventKind
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.errors import UndeliveredError
from bot.store.jobs.deletions import SqlDeletionStore
from tests.store.builders import (
    ANN,
    BEN,
    LATER,
    NOON,
    SECOND,
    make_image,
    make_job,
    make_original,
    put_delivering,
    reread,
    run_sql,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.event import Event
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import (
        DeletionStore,
        EventStore,
        ImageStore,
        JobStore,
        OriginalStore,
        ShowcaseStore,
    )
    from bot.store.database import Database

ID = make_job().id
DECISION = Decision(at=LATER, by=BEN, why="deleted by a moderator")
UNTIL = LATER + 30 * SECOND
ROWS = [
    make_image(1, attachment_id=77),
    make_image(2, treatment=Treatment.BLURRED),
    make_image(3, treatment=Treatment.REMOVED, file=None),
]


async def deliver(store: JobStore, images: ImageStore, rows: Sequence[Image] = ROWS) -> Job:
    job = await put_delivering(store, make_job(images=3))
    if rows:
        assert await images.write(ID, rows, [make_original(2)], [], holder="w")
    ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=LATER)
    assert await store.save(ended, holder="w", now=NOON, images=rows)
    return await reread(store, job)


def removals(told: Sequence[Event]) -> list[tuple[int | None, object, str]]:
    return [(it.image, it.by, it.why) for it in told if it.kind is EventKind.REMOVED]


async def test_all_is_written_at_once_and_only_once(
    store: JobStore,
    images: ImageStore,
    originals: OriginalStore,
    events: EventStore,
    deletions: DeletionStore,
) -> None:
    before = await deliver(store, images)
    assert await originals.get(ID, 2, now=NOON) is not None
    deleted = await deletions.delete(ID, DECISION, until=UNTIL)
    assert deleted == replace(before, deleted_by=BEN)
    kept = replace(deleted, shown=False)
    assert await reread(store, before) == kept
    rows = await images.of(ID)
    assert [row.judged.treatment for row in rows] == [Treatment.REMOVED] * 3
    assert [row.file for row in rows] == [None] * 3
    assert [row.judged.verdict for row in rows] == [row.judged.verdict for row in ROWS]
    told = await events.of(ID)
    assert removals(told) == [(number, BEN, DECISION.why) for number in (1, 2)]
    again = Decision(at=LATER + SECOND, by=ANN)
    assert await deletions.delete(ID, again, until=UNTIL) == kept
    assert await events.of(ID) == told


async def test_who_deletes_has_a_while_to_tell_it_and_then_others_do(
    store: JobStore, images: ImageStore, deletions: DeletionStore
) -> None:
    job = await deliver(store, images)
    await deletions.delete(ID, DECISION, until=UNTIL)
    assert await store.adopt("x", now=UNTIL - SECOND, until=UNTIL) == []
    kept = await reread(store, job)
    assert not kept.shown
    assert await store.adopt("x", now=UNTIL, until=UNTIL + SECOND) == [kept]
    await store.mark_shown(ID)
    assert await store.adopt("y", now=UNTIL + 60 * SECOND, until=UNTIL + 90 * SECOND) == []
    told = await reread(store, job)
    assert (told.shown, told.deleted_by, told.address.token) == (True, BEN, "")


async def test_a_late_save_of_the_end_does_not_undo_it(
    store: JobStore, images: ImageStore, deletions: DeletionStore
) -> None:
    before = await deliver(store, images)
    await deletions.delete(ID, DECISION, until=UNTIL)
    assert not await store.save(before, holder="w", now=UNTIL, images=ROWS)
    after = await reread(store, before)
    assert (after.deleted_by, after.shown) == (BEN, False)


async def test_of_a_job_without_rows_the_event_is_about_all_of_it(
    store: JobStore, images: ImageStore, events: EventStore, deletions: DeletionStore
) -> None:
    await deliver(store, images, [])
    deleted = await deletions.delete(ID, DECISION, until=UNTIL)
    assert deleted is not None
    assert removals(await events.of(ID)) == [(None, BEN, DECISION.why)]


async def test_there_may_be_nothing_to_delete_or_not_yet(
    store: JobStore, deletions: DeletionStore
) -> None:
    assert await deletions.delete(ID, DECISION, until=UNTIL) is None
    job = await put_delivering(store, make_job())
    with pytest.raises(UndeliveredError):
        await deletions.delete(ID, DECISION, until=UNTIL)
    assert await store.save(replace(job, state=JobState.FAILED), holder="w", now=NOON)
    assert await deletions.delete(ID, DECISION, until=UNTIL) is None
    assert (await reread(store, job)).deleted_by is None


async def test_what_a_showcase_has_of_it_is_due_until_it_is_taken_away(
    store: JobStore,
    images: ImageStore,
    showcases: Sequence[ShowcaseStore],
    deletions: DeletionStore,
) -> None:
    here, there = showcases
    await deliver(store, images)
    await here.claim(ID, 7, now=NOON)
    await here.end(ID, 99, now=NOON)
    assert await there.take(now=LATER, until=UNTIL) is None
    await deletions.delete(ID, DECISION, until=UNTIL)
    found = await there.take(now=LATER, until=UNTIL)
    assert found is not None
    assert (found.job_id, found.message_id) == (ID, 99)
    assert await here.take(now=LATER, until=UNTIL) is None
    await there.end(ID, None, now=UNTIL)
    assert await here.take(now=UNTIL, until=UNTIL) is None
    # It was deleted while it was being posted.
    await here.end(ID, 98, now=UNTIL)
    found = await there.take(now=UNTIL, until=UNTIL)
    assert found is not None
    assert found.message_id == 98


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_two_at_once_are_one(
    store: JobStore, images: ImageStore, events: EventStore, database: Database, another: Database
) -> None:
    await deliver(store, images)
    stores = [SqlDeletionStore(it) for it in (database, another)]
    deciding = (Decision(at=LATER, by=member) for member in (ANN, BEN))
    deleted = await asyncio.gather(
        *(it.delete(ID, each, until=UNTIL) for it, each in zip(stores, deciding, strict=True))
    )
    one, other = deleted
    assert one is not None
    assert other is not None
    assert (one.deleted_by, {one.shown, other.shown}) == (other.deleted_by, {True, False})
    assert len(removals(await events.of(ID))) == 2


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_whichever_is_first_what_is_posted_while_it_is_deleted_is_due(
    store: JobStore,
    images: ImageStore,
    showcases: Sequence[ShowcaseStore],
    database: Database,
) -> None:
    here, there = showcases
    await deliver(store, images)
    for number in range(1, 21):
        await run_sql(database, "UPDATE jobs SET deleted_by = NULL")
        await run_sql(database, "DELETE FROM showcases")
        await there.claim(ID, 7, now=NOON)
        deleting = SqlDeletionStore(database).delete(ID, DECISION, until=UNTIL)
        both = [deleting, there.end(ID, number, now=LATER)]
        await asyncio.gather(*(both if number % 2 else reversed(both)))
        found = await here.take(now=LATER, until=UNTIL)
        assert found is not None
        assert found.message_id == number
