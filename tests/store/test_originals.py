"""Originals are kept for as long as was said, and no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.originals import MOST
from tests.store.builders import (
    LATER,
    NOON,
    SECOND,
    make_image,
    make_job,
    make_original,
    put_delivering,
    run_sql,
)

if TYPE_CHECKING:
    from bot.domain.image import Original
    from bot.domain.ports import ImageStore, JobStore, OriginalStore
    from bot.store.database import Database

ID = make_job().id


async def keep(store: JobStore, images: ImageStore, *kept: Original) -> None:
    """Store a job whose images, one for each original, are withheld."""
    await put_delivering(store, make_job())
    rows = [make_image(original.number) for original in kept]
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


async def test_what_is_over_is_deleted_and_the_rest_stays(
    store: JobStore, images: ImageStore, originals: OriginalStore
) -> None:
    await keep(store, images, make_original(1), make_original(2, expires_at=LATER + SECOND))
    assert await originals.expire(now=NOON) == 0
    assert await originals.expire(now=LATER) == 1
    assert await originals.expire(now=LATER) == 0
    assert await originals.get(ID, 1, now=NOON) is None
    assert await originals.get(ID, 2, now=NOON) is not None


async def test_many_are_deleted_in_turns_the_oldest_first(
    store: JobStore, images: ImageStore, originals: OriginalStore
) -> None:
    many = [make_original(n, expires_at=LATER - n * SECOND) for n in range(1, MOST + 4)]
    await keep(store, images, *many)
    assert await originals.expire(now=LATER) == MOST
    assert await originals.get(ID, 3, now=NOON - 90 * SECOND) is not None
    assert await originals.get(ID, 4, now=NOON - 90 * SECOND) is None
    assert await originals.expire(now=LATER) == 3


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
