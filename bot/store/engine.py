"""Database engines, set up so that neither SQLite nor PostgreSQL loses or repeats a write."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import AdaptedConnection
    from sqlalchemy.ext.asyncio import AsyncEngine

READERS = 3
"""Connections that read from a SQLite file beside the one that writes."""

BUSY_SECONDS = 5
"""How long SQLite waits for another process."""

WAIT_SECONDS = 30
"""How long anybody waits for a connection or a statement."""

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "busy_timeout": str(BUSY_SECONDS * 1000),
    "foreign_keys": "ON",
}


def parse(url: str) -> sa.URL:
    """Return the address with its asyncio driver.

    Raises:
        StoreError: it is not an address of a SQLite file or a PostgreSQL database.

    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreError("the database address cannot be read") from error
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite+aiosqlite")
        case "sqlite":
            raise StoreError("SQLite needs a file, as in sqlite+aiosqlite:///darkroom.db")
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+asyncpg")
        case other:
            raise StoreError(f"{other} is not a database that Darkroom knows")


def is_file(url: sa.URL) -> bool:
    """Whether the database is a SQLite file."""
    return url.get_backend_name() == "sqlite"


def file_of(url: sa.URL) -> Path:
    """Return the absolute path of a SQLite file, so that all its names mean one."""
    return Path(url.database or "").resolve()


def place_of(url: sa.URL) -> str:
    """Return a file's absolute path, or a server's host and the database's name: no secrets."""
    if is_file(url):
        return str(file_of(url))
    host = url.host or url.query.get("host") or "localhost"
    port = f":{url.port}" if url.port else ""
    return f"{host}{port}/{url.database or url.username or ''}"


def postgres(url: sa.URL) -> AsyncEngine:
    """Return an engine for a PostgreSQL database."""
    try:
        return create_async_engine(
            url,
            hide_parameters=True,
            pool_size=5,
            max_overflow=5,
            pool_timeout=WAIT_SECONDS,
            connect_args={"timeout": 10, "command_timeout": WAIT_SECONDS},
        )
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs asyncpg; see README, PostgreSQL") from error


def sqlite_reader(url: sa.URL) -> AsyncEngine:
    """Return an engine whose connections read a SQLite file."""
    # They begin no transaction, so that nothing is left to roll back.
    return _sqlite(url, READERS, pool_reset_on_return=None)


def sqlite_writer(url: sa.URL) -> AsyncEngine:
    """Return an engine with one connection, whose transactions are immediate.

    A deferred transaction that reads before it writes loses updates, or fails at once in
    spite of the busy timeout.
    """
    engine = _sqlite(url, 1)

    @sa.event.listens_for(engine.sync_engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # Each turn of the driver's thread costs more than the statement; a cursor takes three.
        driver = cast("AdaptedConnection", connection.connection.dbapi_connection)
        driver.run_async(lambda sqlite: sqlite.execute("BEGIN IMMEDIATE"))

    return engine


def make_private(path: Path) -> None:
    """Create a SQLite file that only its owner may read, for it holds tokens.

    Raises:
        OSError: it can be neither created nor made private.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    if path.is_file():
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def _sqlite(url: sa.URL, connections: int, **options: Any) -> AsyncEngine:  # noqa: ANN401 # SQLAlchemy's
    # At DEBUG it would log each statement with its parameters, tokens among them.
    logging.getLogger("aiosqlite").setLevel(logging.INFO)
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        connect_args={"isolation_level": None},
        **options,
    )
    sa.event.listen(engine.sync_engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 # a driver's own type
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()
