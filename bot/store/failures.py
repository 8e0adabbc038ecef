"""What a failing database means to us: is it away, or does it refuse this data for good?"""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.errors import StoreError, StoreRefusedError
from bot.store.schema import jobs

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

REFUSALS = ("22", "23", "54")
"""Classes of PostgreSQL's errors: wrong data, a broken constraint, too long.

https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

_LIMITS = {
    column.name: 2 ** (63 if isinstance(column.type, sa.BigInteger) else 31)
    for column in jobs.c
    if isinstance(column.type, sa.Integer)
}


def refuse_unstorable(row: Mapping[str, object]) -> None:
    """Refuse a row of jobs with a number that not every database keeps.

    SQLite would keep a large number and forget one that is none; PostgreSQL the other way round.

    Raises:
        StoreRefusedError: says which column.

    """
    for name, value in row.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise StoreRefusedError(f"the database cannot keep {name}: {value}")
        limit = _LIMITS.get(name)
        if limit and isinstance(value, int) and not -limit <= value < limit:
            raise StoreRefusedError(f"the database cannot keep {name}: the number is too large")


@contextmanager
def translated() -> Generator[None]:
    """Raise every failure of a database, or of its files, as a StoreError of one line."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError, OverflowError, UnicodeError) as error:
        cause = error.orig if isinstance(error, sa.exc.StatementError) else error
        words = str(cause).partition("\n")[0] or type(cause).__name__
        if _is_refusal(error):
            raise StoreRefusedError(f"the database refused this: {words}") from error
        raise StoreError(f"the database failed: {words}") from error


def _is_refusal(error: Exception) -> bool:
    """Whether the same data will be refused again."""
    if not isinstance(error, sa.exc.DBAPIError):
        return isinstance(error, (OverflowError, UnicodeError, sa.exc.StatementError))
    if isinstance(error, (sa.exc.DataError, sa.exc.IntegrityError)):
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    # What asyncpg itself cannot send has no state; it is a ValueError.
    is_senseless = error.orig is not None and isinstance(error.orig.__cause__, ValueError)
    return is_senseless or state.startswith(REFUSALS)
