"""A SQLite file: each transaction is one turn of the thread that its connection lives in.

A turn of that thread costs more than a statement, and SQLAlchemy's asyncio adapter takes four
for each: a transaction of three statements took six times as long. What is written at about the
same time shares one.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

from bot.store.address import WAIT_SECONDS
from bot.store.batch import Batch

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from pathlib import Path

Act = TypeVar("Act")
Outcome = TypeVar("Outcome")

COMPILED: LRUCache[Any, Any] = LRUCache(500)
"""Statements as SQL, for all connections: to compile one takes longer than to run it."""

PACE = 0.02
"""Seconds from one transaction to the next under load."""

READERS = 3
"""Connections that read beside the one that writes."""

BUSY_SECONDS = 5
"""How long SQLite waits for another process."""

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "busy_timeout": str(BUSY_SECONDS * 1000),
    "foreign_keys": "ON",
    # What was deleted is gone: tokens, and the originals of withheld images.
    "secure_delete": "ON",
    "journal_size_limit": str(16 * 2**20),
}


class SqliteFile:
    """A Server of one process: what is written is written in order."""

    sole_user = True

    def __init__(self, path: Path) -> None:
        """Open nothing before it is used."""
        self.place = str(path)
        self._reading = _Lane(path, READERS)
        self._writing = _Lane(path, 1)
        self._writes: Batch[Callable[[sa.Connection], Any], Any]
        self._writes = Batch(self._start, self._write, pace=PACE)
        self._under_way = set[asyncio.Task[None]]()

    async def read(self, act: Callable[[sa.Connection], Outcome]) -> Outcome:
        """See Server."""
        return await self._reading.run(_read, act)

    async def write(self, act: Callable[[sa.Connection], Outcome], *, lock: int | None) -> Outcome:  # noqa: ARG002 # all take turns anyway
        """See Server. Nobody gives up on what may be written in that moment: it would be twice."""
        outcome: Outcome = await self._writes(act)
        return outcome

    async def close(self) -> None:
        """See Server."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=WAIT_SECONDS)
        await self._reading.close()
        await self._writing.close()

    def busy(self) -> int:
        """Return how many connections somebody uses now."""
        return self._reading.busy + self._writing.busy

    def _start(self, writing: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(writing)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _write(self, acts: Sequence[Callable[[sa.Connection], Any]]) -> list[Any]:
        return await self._writing.run(_written, acts)


def _read(connection: sa.Connection, act: Callable[[sa.Connection], Outcome]) -> Outcome:
    try:
        return act(connection)
    finally:
        connection.rollback()  # what SQLAlchemy has begun by itself; SQLite has not


def _written(
    connection: sa.Connection, acts: Sequence[Callable[[sa.Connection], Any]]
) -> list[Any]:
    """Return what came of each, or why it was undone."""
    try:
        # A deferred transaction that reads before it writes loses updates, or fails at once in
        # spite of the busy timeout.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except sa.exc.DBAPIError as error:
        connection.rollback()
        return [error] * len(acts)  # another process writes: that is the fault of none of them
    try:
        return _committed(connection, acts)
    except Exception as error:  # noqa: BLE001 - each caller gets its own and decides
        if len(acts) == 1:
            return [error]
        # What one brought must not cost the others theirs.
        return [outcome for act in acts for outcome in _written(connection, [act])]


def _committed(
    connection: sa.Connection, acts: Sequence[Callable[[sa.Connection], Any]]
) -> list[Any]:
    try:
        outcomes = [act(connection) for act in acts]
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        # SQLAlchemy takes a transaction for ended whose COMMIT failed; SQLite does not.
        with suppress(sa.exc.DBAPIError):
            connection.exec_driver_sql("ROLLBACK")
        raise
    finally:
        connection.rollback()
    return outcomes


class _Lane:
    """Connections of one kind, opened when they are needed, lent to who came first."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._room = asyncio.Semaphore(most)
        self._idle: list[_Connection] = []
        self._is_closed = False
        self.busy = 0

    async def run(self, way: Callable[[sa.Connection, Act], Outcome], act: Act) -> Outcome:
        if self._room.locked():
            async with asyncio.timeout(WAIT_SECONDS):
                await self._room.acquire()
        else:
            await self._room.acquire()  # at once
        self.busy += 1
        self._is_closed = False
        try:
            connection = self._idle.pop() if self._idle else await _opened(self._path)
            try:
                return await connection.run(way, act)
            finally:
                if self._is_closed:
                    await connection.close()
                else:
                    self._idle.append(connection)
        finally:
            self.busy -= 1
            self._room.release()

    async def close(self) -> None:
        self._is_closed = True
        while self._idle:
            await self._idle.pop().close()


class _Connection:
    """A connection with its thread; what its owner no longer waits for is done before the next."""

    def __init__(self, sqlite: aiosqlite.Connection) -> None:
        self._sqlite = sqlite

    async def run(self, way: Callable[[sa.Connection, Act], Outcome], act: Act) -> Outcome:
        # aiosqlite has no public way to do more than one thing in a turn.
        outcome: Outcome = await self._sqlite._execute(lambda: way(self._open, act))  # type: ignore[no-untyped-call] # noqa: SLF001
        return outcome

    @cached_property
    def _open(self) -> sa.Connection:
        """SQLAlchemy's own, for good: to borrow one each time takes as long as a statement."""
        engine = sa.create_engine(
            "sqlite://",
            creator=lambda: self._sqlite._conn,  # noqa: SLF001 # see run
            poolclass=StaticPool,
            hide_parameters=True,
        )
        engine.dialect = _dialect()
        connection = engine.execution_options(compiled_cache=COMPILED).connect()
        connection.detach()  # else its pool would reset it when it is collected, wherever that is
        return connection

    async def close(self) -> None:
        await self._sqlite.close()


@cache
def _dialect() -> sa.Dialect:
    """Return what has to be the same where compiled statements are, once it knows its SQLite."""
    engine = sa.create_engine("sqlite://", poolclass=sa.NullPool)
    with engine.connect():
        return engine.dialect


async def _opened(path: Path) -> _Connection:
    # At DEBUG it would log each statement with its parameters, tokens among them.
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    opening = aiosqlite.connect(path, isolation_level=None)
    opening._thread.daemon = True  # noqa: SLF001 # a process must end, whatever was not closed
    sqlite = await opening
    connection = _Connection(sqlite)
    try:
        await connection.run(_read, _set_pragmas)
    except Exception:
        # Its thread tells the loop when it ends; a loop that is closed by then it would break off.
        await connection.close()
        raise
    except BaseException:
        sqlite.stop()
        raise
    return connection


def _set_pragmas(connection: sa.Connection) -> None:
    for name, value in PRAGMAS.items():
        connection.exec_driver_sql(f"PRAGMA {name} = {value}")
