"""Originals are kept for as long as was said, and no longer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.store.jobs.originals import PIECE, TOGETHER
from tests.store.builders import (
    LATER,
    NOON,
    SECOND,
    make_image,
    make_job,
    make_original,
    put,
    put_delivering,
    reread,
    run_sql,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.image import Original
    from bot.domain.ports import ImageStore, JobStore, OriginalStore
    from bot.store.database import Database

ID = make_job().id


async def keep(store: JobStore, images: ImageStore, *kept: Original) -> None:
    """Store a job whose images, one for each original, are withheld."""
    await put_delivering(store, make_job())
    rows = [make_image(it.number, treatment=Treatment.HELD, file=None) for it in kept]
    assert await images.write(ID, rows, kept, [], holder="w")


async def test_bytes_come_back_as_they_were(
    store: JobStore, images: ImageStore, originals: OriginalStore
) -> None:
    every = make_original(data=bytes(range(256)) * 5000)
    await keep(store, images, every)
    assert await originals.get(ID, 1, now=NOON) == every


async def test_an_original_whose_time_is_over_is_gone_before_it_is_deleted(
    store: JobStore, images: ImageStore, originals: OriginalStore
) -> None:
    await keep(store, images, make_original())
    assert await originals.get(ID, 1, now=LATER - SECOND) is not None
    assert await originals.get(ID, 1, now=LATER) is None


async def swept(originals: OriginalStore, *, now: datetime = NOON) -> int:
    """Delete all that is over, and return in how many turns."""
    turns = 0
    while await originals.expire(now=now):
        turns += 1
    return turns


async def bytes_left(database: Database) -> int:
    """Return how many bytes of originals there are, whoever may have them."""
    count = sa.text("SELECT coalesce(sum(length(data)), 0) FROM original_pieces")
    return await database.read(lambda found: int(found.execute(count).scalar_one()))


async def test_what_is_over_is_deleted_and_the_rest_stays(
    store: JobStore, images: ImageStore, originals: OriginalStore
) -> None:
    await keep(store, images, make_original(1), make_original(2, expires_at=LATER + SECOND))
    assert await swept(originals) == 0
    assert await swept(originals, now=LATER) == 1
    assert await originals.get(ID, 1, now=NOON) is None
    assert await originals.get(ID, 2, now=NOON) is not None


async def test_many_are_deleted_in_turns_the_oldest_first(
    store: JobStore, images: ImageStore, originals: OriginalStore
) -> None:
    many = [make_original(n, expires_at=LATER - n * SECOND) for n in range(1, TOGETHER + 4)]
    await keep(store, images, *many)
    await originals.expire(now=LATER)
    assert await originals.get(ID, 3, now=NOON - 90 * SECOND) is not None
    assert await originals.get(ID, 4, now=NOON - 90 * SECOND) is None
    assert await swept(originals, now=LATER) == 1


async def test_a_large_original_comes_and_goes_in_pieces(
    store: JobStore, images: ImageStore, originals: OriginalStore, database: Database
) -> None:
    large = make_original(data=bytes(range(251)) * (10 * PIECE // 251))
    await keep(store, images, large)
    assert await originals.get(ID, 1, now=NOON) == large
    assert await bytes_left(database) == len(large.data)
    await originals.expire(now=LATER)
    assert await bytes_left(database) == len(large.data) - TOGETHER * PIECE
    assert await swept(originals, now=LATER) == 2
    assert await bytes_left(database) == 0


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_others_write_while_large_originals_are_put(
    store: JobStore, images: ImageStore
) -> None:
    await put_delivering(store, make_job())
    rows = [make_image(n, treatment=Treatment.HELD, file=None) for n in (1, 2)]
    large = [make_original(n, data=bytes(8 * TOGETHER * PIECE)) for n in (1, 2)]
    writing = asyncio.create_task(images.write(ID, rows, large, [], holder="w"))
    turns = 0
    while not writing.done():
        turns += 1
        await put(store, make_job(f"o{turns}"))
    assert await writing
    assert turns >= 2 * 8


async def test_what_is_forgotten_is_had_by_nobody_and_deleted_in_turns(
    store: JobStore, images: ImageStore, originals: OriginalStore, database: Database
) -> None:
    await keep(store, images, make_original(data=bytes(2 * TOGETHER * PIECE)))
    refused = make_image(1, treatment=Treatment.REFUSED, file=None)
    assert await images.write(ID, [refused], [], [], holder="w")
    assert await originals.get(ID, 1, now=NOON) is None
    assert await swept(originals) == 2
    assert await bytes_left(database) == 0


async def begin_to_write(
    images: ImageStore, store: JobStore, database: Database
) -> asyncio.Task[bool]:
    """Return a write that has put some of an original, and is far from its end."""
    await put_delivering(store, make_job())
    rows = [make_image(treatment=Treatment.HELD, file=None)]
    large = make_original(data=bytes(20 * TOGETHER * PIECE))
    writing = asyncio.create_task(images.write(ID, rows, [large], [], holder="w"))
    while not await bytes_left(database):
        assert not writing.done()
    return writing


async def ended() -> None:
    """Wait for the end of a transaction that nobody waits for any more."""
    under_way = asyncio.all_tasks() - {asyncio.current_task()}
    if under_way:
        await asyncio.wait(under_way)


async def test_what_was_put_by_half_is_given_to_nobody_and_goes(
    store: JobStore, images: ImageStore, originals: OriginalStore, database: Database
) -> None:
    writing = await begin_to_write(images, store, database)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await ended()
    assert await originals.get(ID, 1, now=NOON) is None
    assert await swept(originals) == 0
    assert await bytes_left(database) > 0
    assert await swept(originals, now=LATER) > 0
    assert await bytes_left(database) == 0


async def test_who_lost_the_job_puts_no_more_of_an_original(
    store: JobStore, images: ImageStore, originals: OriginalStore, database: Database
) -> None:
    writing = await begin_to_write(images, store, database)
    await store.adopt("v", now=LATER, until=LATER + SECOND)
    assert await images.write(ID, [make_image()], [], [], holder="v")
    assert not await writing
    await swept(originals)
    assert await bytes_left(database) == 0


async def test_the_next_try_takes_the_place_of_what_was_put_by_half(
    store: JobStore, images: ImageStore, originals: OriginalStore, database: Database
) -> None:
    writing = await begin_to_write(images, store, database)
    writing.cancel()
    await ended()
    rows = [make_image(treatment=Treatment.HELD, file=None)]
    assert await images.write(ID, rows, [make_original()], [], holder="w")
    assert await originals.get(ID, 1, now=NOON) == make_original()
    await swept(originals)
    assert await bytes_left(database) == len(make_original().data)


async def test_what_nobody_kept_goes_when_its_job_is_delivered(
    store: JobStore, images: ImageStore, originals: OriginalStore, database: Database
) -> None:
    writing = await begin_to_write(images, store, database)
    writing.cancel()
    await ended()
    job = await reread(store, make_job())
    posted = replace(job, state=JobState.DELIVERED, shown=True, ended_at=NOON)
    assert await store.save(posted, holder="w", now=NOON)
    assert await swept(originals) > 0
    assert await bytes_left(database) == 0


async def test_with_a_job_all_that_is_kept_of_it_goes(
    store: JobStore, images: ImageStore, originals: OriginalStore, database: Database
) -> None:
    await keep(store, images, make_original())
    await run_sql(database, "DELETE FROM jobs")
    assert await originals.get(ID, 1, now=NOON) is None
    assert await images.of(ID) == []


async def test_a_job_that_ends_since_it_cannot_be_read_keeps_no_original(
    store: JobStore, images: ImageStore, originals: OriginalStore, database: Database
) -> None:
    await keep(store, images, make_original(expires_at=LATER + 60 * SECOND))
    await run_sql(database, "UPDATE jobs SET request = '{}'")
    assert await originals.get(ID, 1, now=NOON) is not None
    assert await store.adopt("v", now=LATER, until=LATER + 30 * SECOND) == []
    assert await originals.get(ID, 1, now=NOON) is None
