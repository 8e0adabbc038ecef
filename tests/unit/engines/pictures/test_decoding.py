"""What passes for a whole image."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.domain.request import ImageFormat
from bot.engine_errors import ImageError
from bot.engines.pictures import patience
from bot.engines.pictures.anatomy import CutOffError
from bot.engines.pictures.decoding import decode
from bot.playground.novita.odd_pictures import many_scans
from tests.tables import each_row
from tests.unit.engines.pictures.images import black_png, image_file, png_header

KINDS = [("JPEG", ImageFormat.JPEG), ("PNG", ImageFormat.PNG), ("WEBP", ImageFormat.WEBP)]
LIMIT = 40_000_000


@each_row("kind, expected", KINDS)
def test_a_whole_file_is_known_by_its_content(kind: str, expected: ImageFormat) -> None:
    data = image_file(kind)
    picture = decode(data, max_pixels=LIMIT)
    assert (picture.format, picture.width, picture.height) == (expected, 64, 48)
    assert picture.data is data


@each_row("size", [(1, 1), (7, 3), (2048, 1)])
def test_the_smallest_images_are_images(size: tuple[int, int]) -> None:
    picture = decode(image_file("JPEG", size), max_pixels=LIMIT)
    assert (picture.width, picture.height) == size


@each_row("cut", [1, 4, 12, 13, 20, 100, 1000])
@each_row("kind, form", KINDS)
def test_a_file_that_was_cut_off_is_refused(kind: str, form: ImageFormat, cut: int) -> None:
    data = image_file(kind)[:-cut]
    with pytest.raises(CutOffError) as caught:
        decode(data, max_pixels=LIMIT)
    assert (caught.value.size, caught.value.transient) == (len(data), True)


@each_row("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "PDF"])
def test_another_type_of_image_is_refused(kind: str) -> None:
    with pytest.raises(ImageError):
        decode(image_file(kind), max_pixels=LIMIT)


@each_row("data", [b"", b"<html>", b"RIFF\x00\x00\x00\x00WEBPVP8 ", b"\xff\xd8"])
def test_what_is_no_image_is_refused_for_good(data: bytes) -> None:
    with pytest.raises(ImageError) as caught:
        decode(data, max_pixels=LIMIT)
    assert not caught.value.transient


def test_a_whole_file_of_damaged_data_is_refused_for_good() -> None:
    data = bytearray(image_file("PNG"))
    data[len(data) // 2 : len(data) // 2 + 64] = bytes(64)
    with pytest.raises(ImageError) as caught:
        decode(bytes(data), max_pixels=LIMIT)
    assert not caught.value.transient


def test_a_pixel_too_many_is_refused_by_the_header() -> None:
    with pytest.raises(ImageError, match="64x48 is more than 3071 pixels"):
        decode(image_file(), max_pixels=64 * 48 - 1)
    assert decode(image_file(), max_pixels=64 * 48).width == 64


@each_row("side", [7_000, 30_000, 2**31 - 1])
def test_an_enormous_promise_is_refused_before_anything_is_decoded(side: int) -> None:
    with pytest.raises(ImageError, match="is more than 40000000 pixels"):
        decode(png_header(side, side), max_pixels=LIMIT)


def test_only_the_operator_says_how_many_pixels_are_too_many() -> None:
    side = 13_500  # more than twice what Pillow would allow
    assert decode(black_png(side), max_pixels=256_000_000).width == side


@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 3000), st.integers(0, 255))
def test_a_damaged_file_is_an_image_or_our_error(kind: str, place: int, byte: int) -> None:
    data = bytearray(image_file(kind, (16, 16)))
    data[place % len(data)] = byte
    with suppress(ImageError):
        assert decode(bytes(data), max_pixels=LIMIT).width >= 1


def test_a_decode_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    data = many_scans(1000, 500)
    assert decode(data, max_pixels=LIMIT).data is data
    monkeypatch.setattr(patience, "SECONDS", 0.1)
    monkeypatch.setattr(patience, "SECONDS_PER_MEGAPIXEL", 0.1)
    with pytest.raises(ImageError, match=r"not decoded within 0\.2 s") as caught:
        decode(data, max_pixels=LIMIT)
    assert not caught.value.transient


@pytest.mark.parametrize("progressive", [True, False])
def test_an_ordinary_large_jpeg_is_decoded_in_time(progressive: bool) -> None:
    file = io.BytesIO()
    image = Image.effect_noise((2048, 2048), 60).convert("RGB")
    image.save(file, "JPEG", quality=90, progressive=progressive)
    assert decode(file.getvalue(), max_pixels=LIMIT).width == 2048


def test_a_file_of_endless_parts_is_refused() -> None:
    data = image_file("JPEG")
    with pytest.raises(ImageError, match="parts"):
        decode(data[:2] + b"\xff\xfe\x00\x02" * 100_001 + data[2:], max_pixels=LIMIT)
