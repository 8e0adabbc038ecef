"""A file that is read until a decoder's time is up."""

from __future__ import annotations

import pytest

from bot.engine_errors import ImageError
from bot.engines.pictures.patience import BLOCK, SECONDS, SMALLEST_PIECE, TimedFile
from tests.tables import each_row

DATA = bytes(3 * BLOCK)


class Clock:
    now = 7.0

    def __call__(self) -> float:
        return self.now


def test_a_decoder_gets_less_at_a_time_the_more_often_it_goes_over_the_pixels() -> None:
    for scans, piece in ((1, BLOCK), (16, BLOCK // 16), (10_000, SMALLEST_PIECE)):
        file = TimedFile(DATA, scans=scans)
        assert len(file.read(BLOCK)) == piece


@each_row("size", [0, 1, 65_533, BLOCK + 1])
def test_any_other_read_gets_all_it_asks_for(size: int) -> None:
    assert len(TimedFile(DATA, scans=100).read(size)) == size
    assert TimedFile(DATA, scans=100).read() == DATA


def test_the_time_begins_with_the_file_and_grows_with_the_pixels() -> None:
    clock = Clock()
    file = TimedFile(DATA, clock=clock)
    clock.now += SECONDS
    assert file.read(1)
    clock.now += 1
    with pytest.raises(ImageError, match=r"within 3\.0 s"):
        file.read(1)
    file.expect(10_000_000)
    assert file.read(1)
    clock.now += 0.1
    with pytest.raises(ImageError, match=r"within 4\.0 s"):
        file.read(1)
