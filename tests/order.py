"""The order of the tests: what waits among what computes, so that neither core nor worker idles.

Each worker begins with an equal part of the list, and takes from another's end when it is done. So
each part holds as much to wait for as the others, begins with the longest tests, and has something
to compute at each moment. Files stay whole, for what their tests share. The page's tests share a
browser and a demo, which end with the last in a row: so these are one row, for a worker who begins
with them.
"""

from __future__ import annotations

import zlib
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

APART = "browser"
SECONDS = {"faults": 1.5, "store": 0.15, "wire": 1.5, APART: 2.5}
"""Roughly, of a test of a room; those of other rooms take next to nothing."""

LONG = {
    "delivery/test_storm": 9.0,
    "faults/test_stopping": 8.0,
    "faults/test_two_processes": 20.0,
    "store/test_upgrades": 3.0,
    "wire/test_demo": 4.0,
    "wire/test_demo_engines": 12.0,
    "wire/test_engine_away": 14.0,
    "wire/test_horde_lock_out": 10.0,
    "wire/test_reports": 6.0,
    "wire/test_review": 6.0,
    "wire/test_review_attacks": 5.0,
}
"""Of a test of a file that has some of ten seconds and more: nobody should begin with one last."""

File = list[pytest.Item]


class Part:
    """What one worker begins with."""

    def __init__(self) -> None:
        self.slow = list[File]()
        self.seconds = 0.0
        self.tests = 0

    def take(self, file: File) -> None:
        """Add a file, or a row of them, of slow tests."""
        self.slow.append(file)
        self.seconds += _seconds(file)
        self.tests += len(file)

    def mixed(self, quick: Sequence[pytest.Item]) -> list[pytest.Item]:
        """Spread quick tests over the time that the slow ones take, the longest of these first."""
        ordered, gone, done = list[pytest.Item](), 0.0, 0
        left = _files(quick)
        for file in sorted(self.slow, key=_urgency):
            ordered += file
            gone += _seconds(file)
            while left and done < len(quick) * gone / self.seconds:
                done += len(left[0])
                ordered += left.pop(0)
        return ordered + [item for file in left for item in file]


def spread(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """Return the tests as parts for so many workers, each of the length that xdist gives it."""
    slow = [file for file in _files(items) if _seconds(file)]
    quick = [item for file in _files(items) if not _seconds(file) for item in file]
    ordered = list[pytest.Item]()
    for number, part in enumerate(_shared(slow, workers)):
        length = (len(items) - len(ordered)) // (workers - number)
        few = max(length - part.tests, 0)
        ordered += part.mixed(quick[:few])
        quick = quick[few:]
    return ordered + quick


def _shared(slow: Sequence[File], workers: int) -> list[Part]:
    """Share slow files out, so that all parts take about as long."""
    parts = [Part() for _ in range(workers)]
    if row := [item for file in slow if _is_of(APART, file) for item in file]:
        parts[0].take(row)
    others = [file for file in slow if not _is_of(APART, file)]
    for file in sorted(others, key=_seconds, reverse=True):
        min(parts, key=lambda part: part.seconds).take(file)
    return parts


def _urgency(file: File) -> tuple[float, int]:
    """Return what is least for a row, then for a long file; others come as if they were shuffled.

    Large files have more to wait for than small ones, so they should not be together.
    """
    name = _name_of_file(file[0])
    long = float("inf") if _is_of(APART, file) else LONG.get(_short(file), 0.0)
    return -long, zlib.crc32(name.encode())


def _short(file: File) -> str:
    return f"{file[0].path.parent.name}/{file[0].path.stem}"


def _files(items: Sequence[pytest.Item]) -> list[File]:
    return [list(file) for _, file in groupby(items, key=_name_of_file)]


def _name_of_file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]  # to compare paths takes longer


def _is_of(room: str, file: File) -> bool:
    return room in file[0].path.parts[-4:-1]


def _seconds(file: File) -> float:
    known = next((SECONDS[room] for room in SECONDS if _is_of(room, file)), 0.0)
    return len(file) * LONG.get(_short(file), known)
