from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.policy import Policy
from bot.errors import StoreError
from bot.store.database import connect
from bot.store.meta import MetaStore
from bot.store.opening import open_database
from tests.store.builders import FULL, MESSAGE, NOON, TOKEN, make_job, put, reread

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from bot.domain.ports import JobStore
    from bot.store.database import Database

RUBBISH = "a letter to my aunt, and not a short one, for it fills a page" * 99

SLOW = {
    "sqlite": "WITH RECURSIVE n(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 2000000)"
    " SELECT max(n) FROM n",
    "postgres": "SELECT pg_sleep(0.3)",
}


async def test_an_open_database_answers(database: Database) -> None:
    assert await database.ping()


async def test_only_postgresql_is_shared(database: Database, kind: str) -> None:
    assert database.sole_user == (kind == "sqlite")


async def test_a_statement_that_fails_is_a_store_error_without_secrets(
    store: JobStore,
) -> None:
    await put(store, make_job())
    with pytest.raises(StoreError, match="the database refused this: ") as caught:
        await put(store, make_job())
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert not str(caught.value).count("\n")


async def test_a_caller_that_is_cancelled_at_any_moment_leaves_the_store_whole(
    store: JobStore, database: Database
) -> None:
    for turns in range(60):
        job = make_job(f"j{turns}")
        accepting = asyncio.create_task(
            store.accept(job, policy=Policy(), max_queued=100, room=FULL, now=NOON)
        )
        for _ in range(turns):
            await asyncio.sleep(0)
        accepting.cancel()
        await asyncio.wait([accepting], timeout=5)
        assert accepting.done()
    last = await put(store, make_job("last"))
    assert (await reread(store, last)).address.message_id == MESSAGE


async def test_fifty_writers_at_once_are_all_served(store: JobStore) -> None:
    await asyncio.gather(*(put(store, make_job(f"j{n}")) for n in range(50)))
    assert len(await store.positions(100)) == 50


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "cannot be read"),
        ("sqlite+aiosqlite://", "needs a file"),
        ("sqlite+aiosqlite:///:memory:", "needs a file"),
        ("mysql://localhost/x", "does not support mysql"),
        ("postgresql+asyncpg://nobody@127.0.0.1:1/none", "the database failed"),
    ],
)
async def test_an_address_that_cannot_be_used_says_why(url: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        async with open_database(url):
            pass


async def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "darkroom.db"
    path.write_text(RUBBISH)
    with pytest.raises(StoreError, match="not a database"):
        async with open_database(f"sqlite+aiosqlite:///{path}"):
            pass


async def test_what_cannot_be_opened_has_told_its_end_to_the_loop(tmp_path: Path) -> None:
    path = tmp_path / "rubbish.db"
    path.write_text(RUBBISH)
    told: list[object] = []
    loop = asyncio.get_running_loop()
    database = await connect(f"sqlite+aiosqlite:///{path}")
    with pytest.MonkeyPatch.context() as patched:
        tell = loop.call_soon_threadsafe

        def heard(*it: Any) -> None:  # noqa: ANN401 - as asyncio's
            told.append(it)
            tell(*it)

        patched.setattr(loop, "call_soon_threadsafe", heard)
        assert not await database.ping()
        before = len(told)
        await asyncio.sleep(0.05)
        assert len(told) == before
    await database.close()


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        async with open_database(f"sqlite+aiosqlite:///{tmp_path}"):
            pass


async def test_a_server_that_is_not_there_does_not_answer() -> None:
    database = await connect("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    assert not await database.ping()
    await database.close()


async def test_a_file_that_was_spoilt_does_not_answer(tmp_path: Path) -> None:
    path = tmp_path / "darkroom.db"
    database = await connect(f"sqlite+aiosqlite:///{path}")
    path.write_text(RUBBISH)
    assert not await database.ping()
    await database.close()


async def test_a_cancelled_caller_leaves_its_transaction_to_end_and_no_lock_behind(
    database: Database, kind: str
) -> None:
    begun, loop = asyncio.Event(), asyncio.get_running_loop()

    def put_slowly(connection: sa.Connection) -> None:
        loop.call_soon_threadsafe(begun.set)
        connection.exec_driver_sql(SLOW[kind]).all()
        connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('k', 'v')")

    caller = asyncio.create_task(database.transact(put_slowly))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await MetaStore(database).put("other", "w")
    if database.sole_user:
        assert await MetaStore(database).get("k") == "v"
    await database.close()
    assert await MetaStore(database).get("k") == "v"


def fails_at_commit(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE parents (id integer PRIMARY KEY)")
    connection.exec_driver_sql(
        "CREATE TABLE kids (id integer REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    connection.exec_driver_sql("INSERT INTO kids VALUES (1)")


async def test_a_commit_that_fails_costs_nobody_else_theirs(
    store: JobStore, database: Database
) -> None:
    with pytest.raises(StoreError):
        await database.transact(fails_at_commit)
    job = await put(store, make_job("b"))
    assert await reread(store, job) == job
