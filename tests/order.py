"""The order of the tests: what waits among what computes, so that neither core nor worker idles.

Workers begin with equal parts of the list and take from each other's ends. Each part should hold as
much to wait for, and each moment something to compute; and files stay whole, for what their tests
share.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = {"browser": 1.2, "faults": 1.2, "store": 0.15, "wire": 1.2}
"""Roughly, of a test of a room; those of other rooms take next to nothing."""

File = list[pytest.Item]


def spread(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests with the quick files spread evenly over the time that the others take."""
    files = [list(file) for _, file in groupby(items, key=_name_of_file)]
    slow = [file for file in files if _seconds(file)]
    quick = [file for file in files if not _seconds(file)]
    whole, ordered, gone = sum(map(_seconds, files)), list[pytest.Item](), 0.0
    while slow or quick:
        is_time = not quick or (slow and gone * len(items) <= whole * len(ordered))
        file = (slow if is_time else quick).pop(0)
        ordered += file
        gone += _seconds(file)
    return ordered


def _name_of_file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]  # to compare paths takes longer


def _seconds(file: File) -> float:
    path = file[0].path.parts
    return len(file) * next((SECONDS[room] for room in SECONDS if room in path[-4:-1]), 0.0)
