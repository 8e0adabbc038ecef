"""A blur keeps coarse colours and the shape, and nothing else of an image."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngInfo

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
)
from tests.tables import each_row
from tests.unit.moderation.pictures import SEEDS, file, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.ports import Picture

CELL = 16
SIDE = CELLS * CELL


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


@each_row("form", list(ImageFormat))
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


@each_row("form", list(ImageFormat))
def test_no_metadata_comes_through(form: ImageFormat) -> None:
    data = blurred(with_metadata(form)).data
    kinds = dict(segments(data))
    assert b"SECRET" not in data
    assert set(kinds) <= {0xE0, 0xDB, 0xC0, 0xC4}
    assert kinds[0xE0].startswith(b"JFIF\x00")
    assert kinds[0xE0].endswith(b"\x00\x00"), "a thumbnail of 0 by 0"


def test_little_is_not_blurred_to_nearly_itself() -> None:
    checks = Image.frombytes("L", (48, 48), (bytes([0] * 8 + [255] * 8) * 3) * 48)
    for form in ImageFormat:
        blur = opened(blurred(file(checks, form))).convert("L")
        assert ImageStat.Stat(blur).stddev[0] < 5, "black and white stripes have 127"


@each_row(
    "size, expected",
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
