"""What a database holds, asked from outside the bot, whichever of the two kinds it is of."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import asyncpg

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

Answer: TypeAlias = list[tuple[Any, ...]]
Outcome = TypeVar("Outcome")

SUFFIX = ".postgres"
"""Of a file that stands for a database of PostgreSQL: it holds the address."""

PATIENCE = 30.0
MARK = re.compile(r"\?")


def url_of(database: Path) -> str:
    """Return the address that a bot is told."""
    if database.suffix == SUFFIX:
        return database.read_text()
    return f"sqlite+aiosqlite:///{database}"


def ask(database: Path, statement: str, *values: object) -> Answer:
    """Return what a statement finds, or do what it says; its values stand as ``?``.

    On PostgreSQL one that changes rows may wait for a bot that runs in this very loop: those are
    for ``change``.
    """
    with looking(database) as look:
        return look(statement, *values)


async def change(database: Path, statement: str, *values: object) -> Answer:
    """Do what a statement says while the bot goes on."""
    return await asyncio.to_thread(ask, database, statement, *values)


@contextmanager
def looking(database: Path) -> Iterator[Callable[..., Answer]]:
    """Lend what asks again and again: to connect takes far longer than to look."""
    if database.suffix == SUFFIX:
        with closing(_Postgres(database.read_text())) as postgres:
            yield postgres.ask
        return
    with closing(sqlite3.connect(database, timeout=5)) as connection:

        def look(statement: str, *values: object) -> Answer:
            with connection:
                return connection.execute(statement, values).fetchall()

        yield look


class _Postgres:
    """A connection that is used where the loop of the tests stands still."""

    def __init__(self, url: str) -> None:
        self._connection = _elsewhere(_connect(url))

    def ask(self, statement: str, *values: object) -> Answer:
        numbers = count(1)
        numbered = MARK.sub(lambda _: f"${next(numbers)}", statement)
        return [tuple(row) for row in _elsewhere(self._connection.fetch(numbered, *values))]

    def close(self) -> None:
        _elsewhere(self._connection.close())


async def _connect(url: str) -> Any:  # noqa: ANN401 - asyncpg tells no types
    return await asyncpg.connect(url.replace("+asyncpg", ""))


def _elsewhere(act: Coroutine[Any, Any, Outcome]) -> Outcome:
    return asyncio.run_coroutine_threadsafe(act, _loop()).result(PATIENCE)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="records", daemon=True).start()
    return loop
