"""The one door to the database: what reads it and what changes it, each in one go."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import sqlalchemy as sa

from bot.errors import StoreError
from bot.store import address
from bot.store.batch import retrieved
from bot.store.failures import translated
from bot.store.postgres import Postgres
from bot.store.sqlite_file import SqliteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

Outcome = TypeVar("Outcome")

PING_SECONDS = 2.0


class Server(Protocol):
    """What runs our statements. Its own failures may be of any kind."""

    sole_user: bool
    """Whether only one process may use it at a time."""
    place: str
    """The absolute path of a file, or a server's host and the database's name."""

    async def read(self, act: Callable[[sa.Connection], Outcome]) -> Outcome:
        """Return what ``act`` finds with statements that change nothing."""
        ...

    async def write(self, act: Callable[[sa.Connection], Outcome], *, lock: int | None) -> Outcome:
        """Run ``act`` in a transaction that is committed at its end, or undone."""
        ...

    async def close(self) -> None:
        """Close every connection; using it again opens new ones."""
        ...

    def busy(self) -> int:
        """Return how many connections somebody uses now."""
        ...


class Database:
    """An open database. Every failure of it is a StoreError."""

    def __init__(self, server: Server) -> None:
        """Use a server, and close it in the end."""
        self._server = server
        self.place = server.place
        """The absolute path of a file, or a server's host and the database's name."""
        self.is_new = False
        """Whether it had no tables before it was opened."""
        self._under_way: set[asyncio.Task[Any]] = set()

    @property
    def sole_user(self) -> bool:
        """Whether only one process may use it at a time, so that no lease outlives a start."""
        return self._server.sole_user

    def busy(self) -> int:
        """Return how many connections somebody uses now."""
        return self._server.busy()

    async def read(self, act: Callable[[sa.Connection], Outcome]) -> Outcome:
        """Return what ``act`` finds with statements that change nothing."""
        with translated():
            return await self._server.read(act)

    async def write(
        self, act: Callable[[sa.Connection], Outcome], *, lock: int | None = None
    ) -> Outcome:
        """Run ``act`` in a transaction; a caller that may be cancelled uses ``transact``.

        Args:
            act: Reads the rows of its results itself; nothing of the connection outlives it.
            lock: Transactions with the same lock run one after the other, in all processes.
                On SQLite all do, in the order in which they came.

        """
        with translated():
            return await self._server.write(act, lock=lock)

    async def transact(
        self, act: Callable[[sa.Connection], Outcome], *, lock: int | None = None
    ) -> Outcome:
        """Run ``act`` as ``write`` would, to its end, even when the caller is cancelled.

        A cancelled statement leaves its connection to whoever collects the garbage.
        """
        return await asyncio.shield(self.start(self.write(act, lock=lock)))

    def start(self, acting: Coroutine[Any, Any, Outcome]) -> asyncio.Task[Outcome]:
        """Begin what nobody may cancel; ``close`` waits for its end."""
        task = asyncio.create_task(acting)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        task.add_done_callback(retrieved)
        return task

    async def ping(self) -> bool:
        """Return whether the database answers within two seconds."""
        try:
            async with asyncio.timeout(PING_SECONDS):
                await self.read(lambda connection: connection.execute(sa.select(1)).one())
        except (StoreError, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        """Close every connection, once what is being written is written."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=address.WAIT_SECONDS)
        await self._server.close()


async def connect(url: str) -> Database:
    """Return a database whose tables may be missing or old; its owner closes it."""
    parsed = address.parse(url)
    if not address.is_file(parsed):
        return Database(Postgres(parsed))
    with translated():
        path = await asyncio.to_thread(address.made_private, parsed)
    return Database(SqliteFile(path))
