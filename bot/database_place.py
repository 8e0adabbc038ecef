"""Which database an address means, in words an operator can act on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bot.store.engine import parse


@dataclass(frozen=True, slots=True)
class DatabasePlace:
    """A database that may not be there yet."""

    words: str
    """The absolute path of a SQLite file; server and name of another, without who logs in."""
    path: Path | None
    """The file, or None for a server's database."""

    @property
    def is_new(self) -> bool:
        """Whether it is a file that does not exist, or has nothing in it."""
        return self.path is not None and (not self.path.is_file() or not self.path.stat().st_size)

    @property
    def can_be_made(self) -> bool:
        """Whether the nearest folder that exists would take the file, and its folders, from us."""
        folders = [] if self.path is None else [it for it in self.path.parents if it.exists()]
        return any(it.is_dir() and os.access(it, os.W_OK | os.X_OK) for it in folders[:1])


def database_place(url: str) -> DatabasePlace:
    """Return where an address leads; a relative path begins in the working directory.

    Raises:
        StoreError: it is not an address of a SQLite file or a PostgreSQL database.

    """
    parsed = parse(url)
    if parsed.get_backend_name() == "sqlite":
        path = Path(parsed.database or "").absolute()
        return DatabasePlace(str(path), path)
    port = f":{parsed.port}" if parsed.port else ""
    host = f"{parsed.host or 'localhost'}{port}"
    return DatabasePlace(f"postgresql {host}/{parsed.database or ''}", None)
