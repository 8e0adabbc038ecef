"""What the database holds of the jobs, read and aged from outside the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.wire.records import ask, looking
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.wire.records import Answer


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

BEFORE: dict[Path, set[str]] = {}
"""The jobs of tests that had the same bot before."""


def begin(database: Path) -> None:
    """Leave out what jobs there are from now on."""
    BEFORE[database] = {job for (job,) in ask(database, "SELECT id FROM jobs")}


def rows(database: Path) -> list[Row]:
    """Return the jobs, oldest first."""
    return _rows(database, ask(database, QUERY))


def _rows(database: Path, found: Answer) -> list[Row]:
    before = BEFORE.get(database, ())
    return [Row(*it) for it in found if it[0] not in before]


async def until(
    database: Path, holds: Callable[[list[Row]], bool], seconds: float = 30.0
) -> list[Row]:
    """Wait until something holds of the jobs, and return them.

    One connection does for all looks: opening one takes far longer than to look.
    """
    found: list[Row] = []

    def look() -> bool:
        found[:] = _rows(database, asked(QUERY))
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
