"""Tests over a table: one test for all rows, whose failure names each row that fails.

``pytest.mark.parametrize`` makes a test of every row, with fixtures and an event loop of its own,
which each worker collects and tells the controller about: 5 ms of a core, where most rows take
microseconds. It is for rows that need that, or that take long enough to be shared out.
"""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

Test = TypeVar("Test", bound="Callable[..., Any]")


def each_row(names: str, rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Run a test over each row of arguments, named as for ``pytest.mark.parametrize``."""
    keys = [name.strip() for name in names.split(",")]
    table = [dict(zip(keys, row if keys[1:] else [row], strict=True)) for row in rows]
    assert table, "a table without a row tries nothing"

    def over(test: Test) -> Test:
        runs = _in_a_loop if inspect.iscoroutinefunction(test) else _in_turn
        return _without(keys, wraps(test)(runs(test, table)))  # type: ignore[return-value]

    return over


def _in_turn(test: Callable[..., Any], table: list[dict[str, Any]]) -> Callable[..., Any]:
    def run(**given: Any) -> None:  # noqa: ANN401 - whatever a test asks for
        with _told_together() as named:
            for row in table:
                with named(row):
                    test(**given, **row)

    return run


def _in_a_loop(test: Callable[..., Any], table: list[dict[str, Any]]) -> Callable[..., Any]:
    async def run(**given: Any) -> None:  # noqa: ANN401 - whatever a test asks for
        with _told_together() as named:
            for row in table:
                with named(row):
                    await test(**given, **row)

    return run


@contextmanager
def _told_together() -> Generator[Callable[[Mapping[str, Any]], Any]]:
    """Let all rows be tried before the first failure is raised, with a note about each."""
    failures: list[BaseException] = []

    @contextmanager
    def named(row: Mapping[str, Any]) -> Generator[None]:
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - it is raised below
            inner = getattr(error, "__notes__", []) if failures else []
            failures.append(error)
            failures[0].add_note(f"Fails for {row}: {error!r:.500} {'; '.join(inner)}".rstrip())

    yield named
    if failures:
        raise failures[0]


def _without(keys: list[str], run: Callable[..., Any]) -> Callable[..., Any]:
    """Leave to pytest the arguments that are fixtures."""
    signature = inspect.signature(run)
    left = [it for it in signature.parameters.values() if it.name not in keys]
    run.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
    return run
