"""Which database an address means, and where that is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import sqlalchemy as sa

from bot.errors import StoreError

WAIT_SECONDS = 30
"""How long anybody waits for a connection or a statement."""


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
            raise StoreError(f"Darkroom does not support {other} databases")


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


def made_private(url: sa.URL) -> Path:
    """Create a SQLite file that only its owner may read, for it holds tokens; return its path.

    Raises:
        OSError: it can be neither created nor made private.

    """
    path = file_of(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    if path.is_file():
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return path
