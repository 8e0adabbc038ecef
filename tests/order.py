"""The order of the tests: what waits among what computes, so that neither core nor worker idles.

Workers begin with equal parts of the list and take from each other's ends. Each part should hold as
much to wait for, and each moment something to compute; and files stay whole, for what their tests
share. The page's tests share a browser and a demo, which end with the last in a row: so these are
two rows, for two workers, who begin with them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

APART = "browser"
SECONDS = {"faults": 1.2, "store": 0.15, "wire": 1.2}
"""Roughly, of a test of a room; those of other rooms take next to nothing."""

File = list[pytest.Item]


def spread(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests with the browser's at two places, and the others mixed."""
    files = [list(file) for _, file in groupby(items, key=_name_of_file)]
    apart = [file for file in files if _is_of(APART, file)]
    mixed = _mixed([file for file in files if not _is_of(APART, file)])
    first, second = _halves(apart, sum(map(len, apart)) / 2)
    before, after = _halves(mixed, len(items) / 2 - sum(map(len, first)))
    return [item for file in [*first, *before, *second, *after] for item in file]


def _mixed(files: Sequence[File]) -> list[File]:
    """Spread the quick files evenly over the time that the others take."""
    slow = [file for file in files if _seconds(file)]
    quick = [file for file in files if not _seconds(file)]
    whole, tests = sum(map(_seconds, files)), sum(map(len, files))
    ordered, gone, done = list[File](), 0.0, 0
    while slow or quick:
        is_time = not quick or (slow and gone * tests <= whole * done)
        file = (slow if is_time else quick).pop(0)
        ordered.append(file)
        gone += _seconds(file)
        done += len(file)
    return ordered


def _halves(files: Sequence[File], tests: float) -> tuple[list[File], list[File]]:
    """Part the files where so many tests are before, or a few more."""
    first, second, count = list[File](), list[File](), 0
    for file in files:
        (first if count < tests else second).append(file)
        count += len(file)
    return first, second


def _name_of_file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]  # to compare paths takes longer


def _is_of(room: str, file: File) -> bool:
    return room in file[0].path.parts[-4:-1]


def _seconds(file: File) -> float:
    return len(file) * next((SECONDS[room] for room in SECONDS if _is_of(room, file)), 0.0)
