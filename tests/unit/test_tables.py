"""A test over a table tries every row, and its failure names each that fails."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

from tests.tables import each_row

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def test_every_row_is_tried_and_each_that_fails_is_named() -> None:
    tried: list[tuple[int, int]] = []

    @each_row("a, b", [(1, 1), (1, 2), (3, 3), (3, 4)])
    def equal(a: int, b: int) -> None:
        tried.append((a, b))
        assert a == b

    as_pytest_sees_it: Callable[..., object] = equal
    with pytest.raises(AssertionError) as caught:
        as_pytest_sees_it()
    assert tried == [(1, 1), (1, 2), (3, 3), (3, 4)]
    assert re.findall("'b': .", " ".join(caught.value.__notes__)) == ["'b': 2", "'b': 4"]


async def test_tables_cross_and_what_is_no_column_is_a_fixture() -> None:
    tried: list[tuple[str, int, str]] = []

    @each_row("a", [1, 2])
    @each_row("b", "xy")
    async def crossed(given: str, a: int, b: str) -> None:
        tried.append((given, a, b))
        if (a, b) == (2, "y"):
            pytest.fail("no such pair")

    as_pytest_sees_it: Callable[..., Awaitable[object]] = crossed
    assert [*inspect.signature(crossed).parameters] == ["given"]
    with pytest.raises(pytest.fail.Exception) as caught:
        await as_pytest_sees_it(given="f")
    assert tried == [("f", 1, "x"), ("f", 1, "y"), ("f", 2, "x"), ("f", 2, "y")]
    first, second = caught.value.__notes__
    assert "'y'" in first
    assert "2" in second


def test_what_does_not_fit_or_is_empty_is_no_table() -> None:
    with pytest.raises(ValueError, match="shorter"):
        each_row("a, b", [(1,)])
    with pytest.raises(AssertionError, match="without a row"):
        each_row("a", [])
