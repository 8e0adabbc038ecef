"""What the database holds of the jobs, read and aged from outside the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.wire.records import ask, looking
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Row(NamedTuple):
    """A job as it is stored; those that only lent the database experience are left out."""

    id: str
    state: str
    failure: str | None
    shown: bool
    token: str
    parent_job: str | None


QUERY = (
    "SELECT id, state, failure, shown, token, parent_job FROM jobs "
    "WHERE id NOT LIKE 'past%' ORDER BY created_at, id"
)


def rows(database: Path) -> list[Row]:
    """Return the jobs, oldest first."""
    return [Row(*found) for found in ask(database, QUERY)]


async def until(
    database: Path, holds: Callable[[list[Row]], bool], seconds: float = 30.0
) -> list[Row]:
    """Wait until something holds of the jobs, and return them.

    One connection does for all looks: opening one takes far longer than to look.
    """
    found: list[Row] = []

    def look() -> bool:
        found[:] = [Row(*row) for row in asked(QUERY)]
        return holds(found)

    with looking(database) as asked:
        await eventually(look, seconds)
    return found


async def until_over(database: Path) -> Row:
    """Wait until the only job has ended and nothing is left to be shown of it."""
    found = await until(database, lambda jobs: any(it.shown for it in jobs), 20)
    (row,) = [it for it in found if it.shown]
    return row


def let_pass(database: Path, seconds: int) -> None:
    """Make every job and lease older; for a bot that is not running."""
    statement = (
        "UPDATE jobs SET created_at = created_at - ?, leased_until = CASE "
        "WHEN leased_until > ? THEN leased_until - ? ELSE 0 END WHERE id NOT LIKE 'past%'"
    )
    ask(database, statement, *[seconds * 1_000_000] * 3)
