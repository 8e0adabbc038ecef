"""Changes that are made for each job, as SQL that is kept.

SQLAlchemy takes four times as long to have SQLite run such a statement as SQLite takes to run it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Prepared:
    """A statement that changes rows and returns none; other databases take it as it is."""

    def __init__(self, statement: sa.Insert | sa.Update | sa.Delete) -> None:
        """Keep ``statement``, of which no parameter stands for a list."""
        self._statement = statement
        self._known: dict[tuple[str, ...], _Sql] = {}

    def run(self, connection: sa.Connection, row: Mapping[str, Any]) -> int:
        """Run it with the values of ``row``; return how many rows it met."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._statement, row).rowcount
        sql, cursor = self._sql(connection, row), connection.connection.cursor()
        try:
            cursor.execute(sql.text, sql.values(row))
        except sqlite3.Error as error:
            raise sql.failed(error) from error
        return cursor.rowcount

    def run_each(self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it with each of ``rows``, of which there is one at least; all have the same names."""
        if connection.dialect.name != "sqlite":
            connection.execute(self._statement, rows)
            return
        sql, cursor = self._sql(connection, rows[0]), connection.connection.cursor()
        try:
            cursor.executemany(sql.text, [sql.values(row) for row in rows])
        except sqlite3.Error as error:
            raise sql.failed(error) from error

    def _sql(self, connection: sa.Connection, row: Mapping[str, Any]) -> _Sql:
        names = tuple(row)
        if names not in self._known:
            self._known[names] = _compiled(self._statement, connection.dialect, names)
        return self._known[names]


@dataclass(frozen=True, slots=True)
class _Sql:
    """A statement as SQLite takes it."""

    text: str
    marks: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    """The name of each, with what makes its value one of the database."""
    own: Mapping[str, Any]
    """Values that the statement itself has."""

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """Return those of a row in the statement's order.

        Raises:
            StatementError: one is missing, or is none of its column's, as SQLAlchemy says it.

        """
        said = {**self.own, **row}
        try:
            return [said[name] if make is None else make(said[name]) for name, make in self.marks]
        except Exception as error:
            raise sa.exc.StatementError(str(error), self.text, None, error) from error

    def failed(self, error: sqlite3.Error) -> Exception:
        """Return what SQLAlchemy would have raised, without the values."""
        made = sa.exc.DBAPIError.instance(self.text, None, error, sqlite3.Error)
        return cast("Exception", made)


def _compiled(
    statement: sa.Insert | sa.Update | sa.Delete, dialect: sa.Dialect, names: Sequence[str]
) -> _Sql:
    # An insert would otherwise return its row's number.
    plain = statement.inline() if isinstance(statement, sa.Insert) else statement
    compiled = plain.compile(dialect=dialect, column_keys=sorted(names))
    marks = [
        (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in compiled.positiontup or ()
    ]
    own = {name: it.effective_value for name, it in compiled.binds.items() if not it.required}
    return _Sql(str(compiled), tuple(marks), own)
