"""What the database holds of the jobs, read and aged from outside the bot."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path


class Row(NamedTuple):
    """A job as it is stored; those that only lent the database experience are left out."""

    id: str
    state: str
    failure: str | None
    shown: bool
    token: str


def rows(database: Path) -> list[Row]:
    """Return the jobs, oldest first."""
    query = (
        "SELECT id, state, failure, shown, token FROM jobs "
        "WHERE id NOT LIKE 'past%' ORDER BY created_at, id"
    )
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        return [Row(*found) for found in connection.execute(query)]


async def until_over(database: Path) -> Row:
    """Wait until the only job has ended and nothing is left to be shown of it."""
    (row,) = await eventually(lambda: [it for it in rows(database) if it.shown], 20)
    return row


def let_pass(database: Path, seconds: int) -> None:
    """Make every job and lease older; for a bot that is not running."""
    statement = (
        "UPDATE jobs SET created_at = created_at - :by, "
        "leased_until = max(0, leased_until - :by) WHERE id NOT LIKE 'past%'"
    )
    with closing(sqlite3.connect(database, timeout=5)) as connection, connection:
        connection.execute(statement, {"by": seconds * 1_000_000})
