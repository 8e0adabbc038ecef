"""The one door to the database: connections to read with and transactions to write in."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from bot.errors import StoreError
from bot.store import engine
from bot.store.alone import alone_on
from bot.store.failures import translated
from bot.store.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Outcome = TypeVar("Outcome")

LOCK = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("key", type_=sa.BigInteger)))
PING_SECONDS = 2.0


class Database:
    """An open database. Every failure of it is a StoreError."""

    def __init__(self, reading: AsyncEngine, writing: AsyncEngine) -> None:
        """Use two engines, or one twice, and close them in the end."""
        self._reading = reading
        self._writing = writing
        self.place = engine.place_of(writing.url)
        """The absolute path of a file, or a server's host and the database's name."""
        self.is_new = False
        """Whether it had no tables before it was opened."""
        self._turn = asyncio.Lock()
        self._transactions: set[asyncio.Task[Any]] = set()

    @property
    def sole_user(self) -> bool:
        """Whether only one process may use it at a time, so that no lease outlives a start."""
        return self._writing.dialect.name == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """Lend a connection for one statement that changes nothing."""
        with translated():
            async with self._reading.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, *, lock: int | None = None) -> AsyncGenerator[AsyncConnection]:
        """Lend a connection in a transaction that is committed at the end, or undone.

        Args:
            lock: Transactions with the same lock run one after the other, in all processes.
                On SQLite all do, in the order in which they came.

        """
        with translated():
            if not self.sole_user:
                async with self._writing.begin() as connection:
                    if lock is not None:
                        await connection.execute(LOCK, {"key": lock})
                    yield connection
                return
            async with self._my_turn(), self._writing.begin() as connection:
                yield connection

    async def transact(
        self, act: Callable[[AsyncConnection], Awaitable[Outcome]], *, lock: int | None = None
    ) -> Outcome:
        """Run ``act`` as ``write`` would, to its end, even when the caller is cancelled.

        A cancelled statement leaves its connection, and with it SQLite's one write lock, to
        whoever collects the garbage; every other writer would wait for that.
        """
        return await self.to_the_end(self._transact(act, lock))

    async def to_the_end(self, acting: Coroutine[Any, Any, Outcome]) -> Outcome:
        """Run what is to be written even when the caller is cancelled; ``close`` waits for it."""
        task = asyncio.create_task(acting)
        self._transactions.add(task)
        task.add_done_callback(self._transactions.discard)
        return await asyncio.shield(task)

    async def _transact(
        self, act: Callable[[AsyncConnection], Awaitable[Outcome]], lock: int | None
    ) -> Outcome:
        async with self.write(lock=lock) as connection:
            return await act(connection)

    async def ping(self) -> bool:
        """Return whether the database answers within two seconds."""
        try:
            async with asyncio.timeout(PING_SECONDS), self.read() as connection:
                await connection.execute(sa.select(1))
        except (StoreError, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        """Close every connection, once what is being written is written."""
        if self._transactions:
            await asyncio.wait(self._transactions, timeout=engine.WAIT_SECONDS)
        await self._reading.dispose()
        await self._writing.dispose()

    @asynccontextmanager
    async def _my_turn(self) -> AsyncGenerator[None]:
        async with asyncio.timeout(engine.WAIT_SECONDS):
            await self._turn.acquire()
        try:
            yield
        finally:
            self._turn.release()


@asynccontextmanager
async def open_database(url: str, *, exclusive: bool = False) -> AsyncGenerator[Database]:
    """Open a database, bring its tables up to date, and close it in the end.

    Args:
        url: ``sqlite+aiosqlite:///file`` (relative to the working directory; the file and its
            folder are made) or ``postgresql+asyncpg://...``.
        exclusive: Whether nobody else may open a SQLite file so until this one is closed.

    Raises:
        StoreError: it cannot be opened, a newer Darkroom made it, or another process uses it.

    """
    async with AsyncExitStack() as stack:
        if exclusive:
            await _enter_alone(stack, engine.parse(url))
        database = await connect(url)
        stack.push_async_callback(database.close)
        database.is_new = await migrate(database)
        yield database


async def _enter_alone(stack: AsyncExitStack, url: sa.URL) -> None:
    if engine.is_file(url):
        file = engine.file_of(url)
        with translated():
            await asyncio.to_thread(file.parent.mkdir, parents=True, exist_ok=True)
            await stack.enter_async_context(alone_on(file))


async def connect(url: str) -> Database:
    """Return a database whose tables may be missing or old; its owner closes it."""
    parsed = engine.parse(url)
    if not engine.is_file(parsed):
        both = engine.postgres(parsed)
        return Database(both, both)
    with translated():
        await asyncio.to_thread(engine.make_private, engine.file_of(parsed))
    return Database(engine.sqlite_reader(parsed), engine.sqlite_writer(parsed))
