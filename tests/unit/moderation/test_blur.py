from __future__ import annotations

import asyncio
import io
from math import ceil
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngInfo

from bot.domain.ports import Picture
from bot.domain.request import ImageFormat
from bot.moderation.blur import (
    CELLS,
    LARGE,
    LONGEST_SIDE,
    THREADS,
    PillowBlur,
    blurred,
    cells,
    enlarged,
    grid,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CELL = 16
SIDE = CELLS * CELL

SEEDS = st.integers(0, 2**32)


def file(image: Image.Image, form: ImageFormat = ImageFormat.PNG, **options: object) -> Picture:
    data = io.BytesIO()
    image.save(data, form.value, **options)
    return Picture(data=data.getvalue(), format=form, width=image.width, height=image.height)


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


def pixel(image: Image.Image, x: int, y: int) -> tuple[float, ...]:
    value = image.getpixel((x, y))
    assert isinstance(value, tuple)
    return value


def colours(seed: int) -> Image.Image:
    """One pixel for each cell, neither black nor white."""
    raw = Random(seed).randbytes(CELLS * CELLS * 3)  # noqa: S311 - no secret
    return Image.frombytes("RGB", (CELLS, CELLS), bytes(64 + value // 2 for value in raw))


def mosaic(seed: int) -> Image.Image:
    """Cells of one colour each."""
    return colours(seed).resize((SIDE, SIDE), Image.Resampling.NEAREST)


def striped(image: Image.Image, swing: int, period: int) -> Image.Image:
    """Add detail that changes no cell's average."""
    row = bytes(128 + (swing if x // period % 2 else -swing) for x in range(SIDE))
    stripes = Image.frombytes("L", image.size, row * SIDE)
    bands = [ImageChops.add(band, stripes, offset=-128) for band in image.split()]
    return Image.merge("RGB", bands)


@settings(max_examples=40)
@given(SEEDS, st.sampled_from([1, 2]), st.integers(1, 60))
def test_detail_within_the_cells_changes_no_byte(seed: int, period: int, swing: int) -> None:
    flat = mosaic(seed)
    secret = striped(flat, swing, period)
    assert secret.tobytes() != flat.tobytes()
    assert blurred(file(secret)).data == blurred(file(flat)).data


@settings(max_examples=40)
@given(SEEDS)
def test_the_output_is_made_of_the_cells_alone(seed: int) -> None:
    assert cells(mosaic(seed)).tobytes() == colours(seed).tobytes()
    assert blurred(file(mosaic(seed))).data == enlarged(colours(seed), (SIDE, SIDE))


@pytest.mark.parametrize("form", list(ImageFormat))
def test_coarse_colours_stay(form: ImageFormat) -> None:
    halves = Image.new("RGB", (600, 400), (200, 60, 40))
    halves.paste((30, 60, 180), (300, 0, 600, 400))
    blur = opened(blurred(file(halves, form))).convert("RGB")
    assert blur.size == (600, 400)
    for box, expected in (((0, 0, 250, 400), (200, 60, 40)), ((350, 0, 600, 400), (30, 60, 180))):
        mean = ImageStat.Stat(blur.crop(box)).mean
        assert all(abs(a - b) < 8 for a, b in zip(mean, expected, strict=True))


def test_fine_lines_vanish() -> None:
    lines = Image.frombytes("L", (512, 512), bytes([0, 255] * 256) * 512)
    for form in (ImageFormat.PNG, ImageFormat.JPEG):
        blur = opened(blurred(file(lines, form, quality=95))).convert("L")
        assert ImageStat.Stat(blur).stddev[0] < 5, "black and white lines have 127"


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while jpeg[at + 1] != 0xDA:
        size = int.from_bytes(jpeg[at + 2 : at + 4])
        yield jpeg[at + 1], jpeg[at + 4 : at + 2 + size]
        at += 2 + size


def with_metadata(form: ImageFormat) -> Picture:
    image = Image.effect_noise((256, 256), 50).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    text = PngInfo()
    text.add_text("parameters", "SECRET")
    options: dict[str, object] = {"exif": exif, "icc_profile": b"SECRET" * 10}
    if form is ImageFormat.PNG:
        options["pnginfo"] = text
    if form is ImageFormat.JPEG:
        options["comment"] = b"SECRET"
    picture = file(image, form, **options)
    assert b"SECRET" in picture.data
    return picture


@pytest.mark.parametrize("form", list(ImageFormat))
def test_no_metadata_comes_through(form: ImageFormat) -> None:
    data = blurred(with_metadata(form)).data
    kinds = dict(segments(data))
    assert b"SECRET" not in data
    assert set(kinds) <= {0xE0, 0xDB, 0xC0, 0xC4}
    assert kinds[0xE0].startswith(b"JFIF\x00")
    assert kinds[0xE0].endswith(b"\x00\x00"), "a thumbnail of 0 by 0"


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
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


@pytest.mark.parametrize(
    ("size", "expected"),
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


def test_little_is_not_blurred_to_nearly_itself() -> None:
    checks = Image.frombytes("L", (48, 48), (bytes([0] * 8 + [255] * 8) * 3) * 48)
    for form in ImageFormat:
        blur = opened(blurred(file(checks, form))).convert("L")
        assert ImageStat.Stat(blur).stddev[0] < 5, "black and white stripes have 127"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((512, 512), (512, 512)),
        ((1, 1), (1, 1)),
        ((7, 300), (7, 300)),
        ((2048, 1024), (LONGEST_SIDE, 512)),
    ],
)
def test_the_shape_stays(size: tuple[int, int], expected: tuple[int, int]) -> None:
    picture = blurred(file(Image.new("RGB", size)))
    assert (picture.width, picture.height) == expected
    assert opened(picture).size == expected
    assert picture.format is ImageFormat.JPEG


async def test_it_blurs_in_a_thread() -> None:
    picture = file(Image.new("RGB", (64, 64), "red"))
    assert await PillowBlur()(picture) == blurred(picture)


async def test_large_images_take_turns_and_small_ones_pass_them() -> None:
    blur = PillowBlur()
    small = file(Image.new("RGB", (64, 64), "red"))
    large = file(Image.new("1", (LARGE // 2000 + 1, 2000)))
    async with asyncio.TaskGroup() as group, blur._large:
        waiting = [group.create_task(blur(large)) for _ in range(THREADS)]
        await asyncio.sleep(0)
        assert not blur._slots.locked()
        assert await blur(small) == blurred(small)
    assert [task.result() for task in waiting] == [blurred(large)] * THREADS
