"""The cells that are left of an image: how many, of which colours, from any kind of pixel."""

from __future__ import annotations

from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.moderation.blur import (
    CELLS,
    cells,
    grid,
)
from tests.tables import each_row
from tests.unit.moderation.pictures import SEEDS, file, opened, pixel


@each_row(
    "mode, colour, expected",
    [
        ("1", 1, (255, 255, 255)),
        ("L", 90, (90, 90, 90)),
        ("LA", (90, 255), (90, 90, 90)),
        ("RGBA", (10, 200, 30, 255), (10, 200, 30)),
        ("RGBA", (10, 200, 30, 0), (255, 255, 255)),
        ("CMYK", (0, 255, 255, 0), (255, 0, 0)),
        ("I;16", 200 * 257, (200, 200, 200)),
    ],
)
def test_any_kind_of_pixel_is_understood(
    mode: str, colour: int | tuple[int, ...], expected: tuple[int, ...]
) -> None:
    seen = cells(Image.new(mode, (100, 60), colour))
    assert (seen.mode, seen.size) == ("RGB", (6, 3))
    assert seen.getextrema() == tuple((value, value) for value in expected)


def test_a_palette_with_a_transparent_colour_is_understood() -> None:
    image = Image.new("RGB", (64, 64), (10, 200, 30)).quantize(4)
    assert cells(opened(file(image, transparency=0))).getpixel((0, 0)) == (255, 255, 255)
    assert cells(opened(file(image))).getpixel((0, 0)) == (10, 200, 30)


@given(st.integers(1, 90), st.integers(1, 90), SEEDS)
def test_a_cell_is_the_average_of_the_pixels_whose_centres_lie_in_it(
    width: int, height: int, seed: int
) -> None:
    raw = Random(seed).randbytes(width * height)  # noqa: S311 - no secret
    seen = cells(Image.frombytes("L", (width, height), raw))
    across, down = seen.size
    sums: dict[tuple[int, int], list[int]] = {}
    for at, value in enumerate(raw):
        x, y = at % width, at // width
        # A centre on an edge counts to the cell before it.
        cell = ceil((2 * x + 1) * across / (2 * width)), ceil((2 * y + 1) * down / (2 * height))
        sums.setdefault(cell, []).append(value)
    for (x, y), values in sums.items():
        red, green, blue = pixel(seen, x - 1, y - 1)
        assert red == green == blue
        assert abs(red - sum(values) / len(values)) <= 1, "each side is rounded once"


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_the_colour_of_what_is_transparent_does_not_show(mode: str) -> None:
    image = Image.new("RGBA", (256, 256), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 256, 120))
    seen = cells(opened(file(image.quantize(4) if mode == "P" else image)))
    assert pixel(seen, 0, 0) == (0, 0, 255)
    assert pixel(seen, 0, 7) == (128, 128, 255), "half blue, half white"
    assert pixel(seen, 0, 8) == (255, 255, 255)


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_never_more_cells_than_allowed(width: int, height: int) -> None:
    for side, count in zip((width, height), grid((width, height)), strict=True):
        assert 1 <= count <= max(1, min(CELLS, side // 16))


@each_row(
    "size, expected",
    [
        ((1, 1), (1, 1)),
        ((16, 4096), (1, 16)),
        ((47, 2000), (1, 16)),
        ((31, 31), (1, 1)),
        ((48, 48), (3, 3)),
        ((48, 16), (3, 1)),
        ((240, 240), (15, 15)),
        ((2048, 1024), (16, 8)),
    ],
)
def test_a_cell_is_never_small(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert cells(Image.new("RGB", size)).size == expected
