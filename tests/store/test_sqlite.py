from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy.dialects import sqlite

from bot.errors import StoreError, StoreRefusedError
from bot.store.jobs import accepting, claims, jobs
from bot.store.jobs.jobs import SqlJobStore
from bot.store.meta import MetaStore
from bot.store.opening import open_database
from tests.store.builders import TOKEN, make_job, put
from tests.store.test_database import fails_at_commit

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from bot.domain.ports import JobStore
    from bot.store.database import Database


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

STATEMENTS = {
    "waiting": accepting._WAITING,
    "spent lately": accepting._SPENT_LATELY,
    "flying": accepting._FLYING,
    "everybodys": accepting._EVERYBODYS,
    "spent": claims._SPENT,
    "busy": claims._BUSY,
    "due": claims._DUE,
    "adopt": claims._ADOPT,
    "extend": claims._EXTEND,
    "release": claims._RELEASE,
    "owner": jobs._OWNER,
    "positions": jobs._POSITIONS,
    "timings": jobs._TIMINGS,
}


@pytest.mark.parametrize("writing", [False, True])
@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000), ("foreign_keys", 1)],
)
async def test_every_connection_is_set_up(
    database: Database, writing: bool, name: str, value: object
) -> None:
    run = database.transact if writing else database.read
    assert await run(lambda it: it.exec_driver_sql(f"PRAGMA {name}").scalar_one()) == value


async def test_a_transaction_takes_the_write_lock_at_its_start(
    database: Database, tmp_path: Path
) -> None:
    def another_begins(_connection: sa.Connection) -> None:
        with closing(sqlite3.connect(tmp_path / "darkroom.db", timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await database.transact(another_begins)


async def test_reading_goes_on_beside_a_writer(store: JobStore, database: Database) -> None:
    job = await put(store, make_job())
    deleted, seen = threading.Event(), threading.Event()

    def delete_slowly(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DELETE FROM jobs")
        deleted.set()
        assert seen.wait(10)

    writing = asyncio.create_task(database.transact(delete_slowly))
    assert await asyncio.to_thread(deleted.wait, 10)
    assert await store.get(job.id) == job
    seen.set()
    await writing
    assert await store.get(job.id) is None


@pytest.mark.parametrize(("writing", "most"), [(True, 1), (False, 3)])
async def test_one_connection_writes_and_three_read(
    database: Database, writing: bool, most: int
) -> None:
    met = threading.Barrier(most)
    run = database.transact if writing else database.read
    places = await asyncio.gather(*(run(lambda _: met.wait(10)) for _ in range(2 * most)))
    assert sorted(places) == sorted([*range(most)] * 2)
    meeting = threading.Barrier(most + 1, timeout=0.3)
    crowd = (run(lambda _: meeting.wait()) for _ in range(most + 1))
    failed = await asyncio.gather(*crowd, return_exceptions=True)
    assert [type(it) for it in failed] == [threading.BrokenBarrierError] * (most + 1)


async def test_what_is_written_at_the_same_time_shares_a_transaction(database: Database) -> None:
    statements = list[str]()
    await database.transact(lambda it: driver_of(it).set_trace_callback(statements.append))
    keys = [f"k{number}" for number in range(20)]
    await asyncio.gather(*(MetaStore(database).put(key, "v") for key in keys))
    assert statements.count("BEGIN IMMEDIATE") == 1
    assert [await MetaStore(database).get(key) for key in keys] == ["v"] * 20


async def test_what_fails_costs_nobody_else_in_the_transaction_theirs(database: Database) -> None:
    def put_and_fail(connection: sa.Connection) -> None:
        connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('bad', 'v')")
        raise ValueError("a bug")

    outcomes = await asyncio.gather(
        MetaStore(database).put("before", "v"),
        database.transact(put_and_fail),
        database.transact(fails_at_commit),
        MetaStore(database).put("after", "v"),
        return_exceptions=True,
    )
    assert [type(it) for it in outcomes] == [type(None), ValueError, StoreRefusedError, type(None)]
    found = [await MetaStore(database).get(key) for key in ("before", "bad", "after")]
    assert found == ["v", None, "v"]


async def test_what_another_process_keeps_out_fails_once_for_all_and_never_lands(
    database: Database, tmp_path: Path
) -> None:
    await database.transact(lambda it: driver_of(it).execute("PRAGMA busy_timeout = 200"))
    with closing(sqlite3.connect(tmp_path / "darkroom.db", timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        puts = (MetaStore(database).put(f"k{number}", "v") for number in range(20))
        begun = time.monotonic()
        outcomes = await asyncio.gather(*puts, return_exceptions=True)
        took = time.monotonic() - begun
        other.rollback()
    assert [type(it) for it in outcomes] == [StoreError] * 20
    assert took < 10 * 0.2
    assert [await MetaStore(database).get(f"k{number}") for number in range(20)] == [None] * 20


async def test_a_caller_that_gives_up_leaves_its_transaction_to_end_before_the_file_is_closed(
    database: Database,
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def put_slowly(connection: sa.Connection) -> None:
        connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('k', 'v')")
        begun.set()
        assert may_end.wait(10)

    caller = asyncio.create_task(database.write(put_slowly))
    assert await asyncio.to_thread(begun.wait, 10)
    caller.cancel()
    closing = asyncio.create_task(database.close())
    with pytest.raises(asyncio.CancelledError):
        await caller
    may_end.set()
    await closing
    assert await MetaStore(database).get("k") == "v"


async def test_jobs_outlive_the_process(url: str) -> None:
    async with open_database(url) as database:
        job = await put(SqlJobStore(database), make_job())
    async with open_database(url) as database:
        assert await SqlJobStore(database).get(job.id) == job


def test_a_process_ends_even_if_it_does_not_close_the_file(kind: str, tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from bot.store.database import connect\n"
        "async def main():\n"
        "    assert await (await connect(sys.argv[1])).ping()\n"
        "asyncio.run(main())\n"
    )
    url = f"sqlite+aiosqlite:///{tmp_path / 'darkroom.db'}"
    command = [sys.executable, "-c", script, url]
    assert subprocess.run(command, timeout=60, check=False).returncode == 0  # noqa: S603 - our own


async def test_one_process_owns_the_file(database: Database) -> None:
    assert database.sole_user


async def test_the_files_and_their_folder_are_made_for_the_owner_alone(
    kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "folder" / "darkroom.db"
    async with open_database(f"sqlite+aiosqlite:///{path}", exclusive=True) as database:
        await put(SqlJobStore(database), make_job())
        modes = {found.name: found.stat().st_mode & 0o777 for found in path.parent.iterdir()}
    endings = ["", "-shm", "-wal", ".lock"]
    assert modes == {f"darkroom.db{ending}": 0o600 for ending in endings}


async def test_a_file_that_others_could_read_is_closed_to_them(url: str, tmp_path: Path) -> None:
    path = tmp_path / "darkroom.db"
    path.chmod(0o644)
    async with open_database(url):
        assert path.stat().st_mode & 0o777 == 0o600


async def test_no_token_is_logged(store: JobStore, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await put(store, make_job())
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_statement_walks_through_all_jobs_ever(
    kind: str, sqlite_template: Path, name: str
) -> None:
    statement: sa.ClauseElement = STATEMENTS[name]
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    text = str(compiled).replace("__[POSTCOMPILE_most]", ":most")
    text = re.sub(r"\(__\[POSTCOMPILE_\w+\]\)", "(1, 2)", text)
    nothing = dict.fromkeys(compiled.params)  # the plan is made before the values are known
    with closing(sqlite3.connect(sqlite_template)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", nothing).fetchall()
    scans = [row[-1] for row in plan if "SCAN jobs" in row[-1]]
    assert plan
    assert [scan for scan in scans if "INDEX jobs_" not in scan] == []
