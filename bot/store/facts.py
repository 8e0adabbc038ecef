"""What can be told of a database without changing anything, not even a file beside it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.errors import StoreError
from bot.store import address
from bot.store.database import connect
from bot.store.failures import translated
from bot.store.migrate import HEAD, current, refuse_newer

if TYPE_CHECKING:
    import sqlalchemy as sa

BUSY_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseFacts:
    """A database that can be used, as it is before a start. Its text is for the operator."""

    place: str
    """The absolute path of a file, or a server's host and the database's name."""
    exists: bool
    """Whether there is such a file; a server's database always exists."""
    revision: str | None
    """The version of its tables; None when there are none."""

    @override
    def __str__(self) -> str:
        """Say where it is, and what the next start will do to it."""
        if not self.exists:
            return f"will be created at {self.place}"
        if self.revision is None:
            return f"{self.place}, still empty"
        return self.place if self.revision == HEAD else f"{self.place}, will be brought up to date"


async def inspect_database(url: str) -> DatabaseFacts:
    """Look at a database as ``open_database`` would find it.

    Raises:
        StoreError: it cannot be used or created there, or a newer Darkroom made it.

    """
    parsed = address.parse(url)
    if address.is_file(parsed):
        with translated():
            facts = await asyncio.to_thread(_look_at_file, address.file_of(parsed))
    else:
        facts = await _ask_server(url, parsed)
    refuse_newer(facts.revision)
    return facts


async def _ask_server(url: str, parsed: sa.URL) -> DatabaseFacts:
    database = await connect(url)
    try:
        revision = await database.read(current)
    finally:
        await database.close()
    return DatabaseFacts(place=address.place_of(parsed), exists=True, revision=revision)


def _look_at_file(path: Path) -> DatabaseFacts:
    exists = path.exists()
    folder = next(parent for parent in path.parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"cannot create a file in {folder}")
    if exists and not (path.is_file() and os.access(path, os.R_OK | os.W_OK)):
        raise StoreError(f"cannot write to {path}")
    revision = _revision(path) if exists else None
    return DatabaseFacts(place=str(path), exists=exists, revision=revision)


def _revision(path: Path) -> str | None:
    # SQLite makes the two files of a write-ahead log even to read. Where they are not, nothing is
    # in them, and "immutable" reads without.
    has_log = all(Path(f"{path}{ending}").exists() for ending in ("-wal", "-shm"))
    address = f"{path.as_uri()}?{'mode=ro' if has_log else 'immutable=1'}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as connection:
            if not connection.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
            ).fetchone():
                return None
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"the database failed: {error}") from error
    return row and str(row[0])
