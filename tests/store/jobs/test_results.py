"""A result that an engine gives once is kept whole, or not at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.domain.ids import TaskId
from bot.domain.ports import Kept
from bot.errors import StoreError
from bot.store.jobs.originals import PIECE, TOGETHER
from bot.store.jobs.results import SqlResultStore
from tests.store.builders import LATER, NOON, SECOND, make_job, put, run_sql

if TYPE_CHECKING:
    from bot.domain.ports import JobStore, ResultStore
    from bot.store.database import Database

TASK, OTHER = TaskId("darkroom-a-0"), TaskId("darkroom-b-0")
LARGE = bytes(range(251)) * (3 * TOGETHER * PIECE // 251)


async def rows_left(database: Database) -> int:
    count = sa.text("SELECT count(*) FROM results")
    return await database.read(lambda found: int(found.execute(count).scalar_one()))


async def test_images_come_back_as_they_were(results: ResultStore) -> None:
    images = [LARGE, b"", b"small", LARGE[:PIECE]]
    await results.keep(TASK, images, '{"seeds": [1, 2]}', expires_at=LATER)
    sizes = tuple(map(len, images))
    assert await results.of(TASK) == Kept(sizes=sizes, about='{"seeds": [1, 2]}')
    assert [await results.image(TASK, index) for index in range(4)] == images


async def test_what_was_never_kept_is_none(results: ResultStore) -> None:
    await results.keep(TASK, [b"a"], "", expires_at=LATER)
    assert await results.of(OTHER) is None
    assert await results.image(OTHER, 0) is None
    assert await results.image(TASK, 1) is None


async def test_a_result_without_images_is_one(results: ResultStore) -> None:
    await results.keep(TASK, [], "", expires_at=LATER)
    assert await results.of(TASK) == Kept(sizes=())


async def test_the_last_result_of_a_task_counts(results: ResultStore) -> None:
    await results.keep(TASK, [LARGE, b"b"], "first", expires_at=LATER)
    await results.keep(TASK, [b"c"], "second", expires_at=LATER)
    assert await results.of(TASK) == Kept(sizes=(1,), about="second")
    assert await results.image(TASK, 0) == b"c"
    assert await results.image(TASK, 1) is None


async def test_what_no_database_takes_is_left_out_of_the_words(results: ResultStore) -> None:
    await results.keep(TASK, [b"a"], "a\0b\ud800", expires_at=LATER)
    assert await results.of(TASK) == Kept(sizes=(1,), about="ab?")


async def test_a_result_is_dropped_alone_and_twice_is_no_error(results: ResultStore) -> None:
    for task in (TASK, OTHER):
        await results.keep(task, [LARGE], "", expires_at=LATER)
    await results.drop(TASK)
    await results.drop(TASK)
    assert await results.of(TASK) is None
    assert await results.image(TASK, 0) is None
    assert await results.image(OTHER, 0) == LARGE


async def test_what_is_over_is_deleted_and_the_rest_stays(results: ResultStore) -> None:
    await results.keep(TASK, [LARGE], "", expires_at=LATER)
    await results.keep(OTHER, [b"b"], "", expires_at=LATER + SECOND)
    await results.expire(now=NOON)
    assert await results.of(TASK) is not None
    await results.expire(now=LATER)
    assert (await results.of(TASK), await results.image(TASK, 0)) == (None, None)
    assert await results.image(OTHER, 0) == b"b"


async def test_nothing_is_left_of_what_is_gone(database: Database) -> None:
    results = SqlResultStore(database)
    await results.keep(TASK, [LARGE], "", expires_at=LATER)
    await results.keep(OTHER, [LARGE], "", expires_at=LATER)
    await results.drop(TASK)
    await results.expire(now=LATER)
    assert await rows_left(database) == 0


async def begin_to_keep(database: Database) -> asyncio.Task[None]:
    """Return a writing that has put some pieces, and is far from its end."""
    results = SqlResultStore(database)
    images = [bytes(10 * TOGETHER * PIECE)]
    keeping = asyncio.create_task(results.keep(TASK, images, "", expires_at=LATER))
    while not await rows_left(database):
        assert not keeping.done()
    return keeping


async def test_what_was_kept_by_half_is_nobodys_and_goes(database: Database) -> None:
    keeping = await begin_to_keep(database)
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping
    while database.busy():  # noqa: ASYNC110 - a connection rings no bell
        await asyncio.sleep(0)
    results = SqlResultStore(database)
    assert (await results.of(TASK), await results.image(TASK, 0)) == (None, None)
    assert await rows_left(database)
    await results.keep(TASK, [b"anew"], "", expires_at=LATER)
    assert await results.image(TASK, 0) == b"anew"
    await results.expire(now=LATER)
    assert await rows_left(database) == 0


async def test_what_is_dropped_while_it_is_written_is_not_kept(database: Database) -> None:
    keeping = await begin_to_keep(database)
    await SqlResultStore(database).drop(TASK)
    with pytest.raises(StoreError, match="dropped"):
        await keeping
    assert await SqlResultStore(database).of(TASK) is None


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_others_write_while_a_large_result_is_kept_and_dropped(
    store: JobStore, database: Database
) -> None:
    results = SqlResultStore(database)
    images = [bytes(8 * TOGETHER * PIECE)]

    async def keep_and_drop() -> None:
        await results.keep(TASK, images, "", expires_at=LATER)
        await results.drop(TASK)

    writing, turns = asyncio.create_task(keep_and_drop()), 0
    while not writing.done():
        turns += 1
        await put(store, make_job(f"o{turns}"))
    await writing
    assert turns >= 2 * 8


async def test_a_database_that_is_away_keeps_nothing(database: Database) -> None:
    await run_sql(database, "ALTER TABLE results RENAME TO elsewhere")
    try:
        with pytest.raises(StoreError):
            await SqlResultStore(database).keep(TASK, [b"a"], "", expires_at=LATER)
    finally:
        await run_sql(database, "ALTER TABLE elsewhere RENAME TO results")
