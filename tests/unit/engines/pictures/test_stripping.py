"""What tells how an image was made is taken out of its file; its pixels stay."""

from __future__ import annotations

import io

import pytest
from PIL import ExifTags, Image, ImageChops
from PIL.PngImagePlugin import PngInfo

from bot.engine_errors import ImageError
from bot.engines.pictures.anatomy import CutOffError
from bot.engines.pictures.decoding import decode
from bot.engines.pictures.stripping import stripped
from tests.tables import each_row
from tests.unit.engines.pictures.images import image_file

KINDS = ["JPEG", "PNG", "WEBP"]
TOLD = "a dog, steps: 20, seed: 7"
LIMIT = 1_000_000


def telling(kind: str) -> bytes:
    """Return a file as a web UI makes it, which tells the prompt wherever it can."""
    noise = Image.effect_noise((64, 48), 60).convert("RGB")
    exif, texts, file = Image.Exif(), PngInfo(), io.BytesIO()
    exif[ExifTags.Base.ImageDescription] = TOLD
    for name in ("parameters", "workflow"):
        texts.add_text(name, TOLD)
        texts.add_itxt(f"i{name}", TOLD)
    if kind == "PNG":
        noise.save(file, kind, exif=exif, icc_profile=b"colours", pnginfo=texts)
    else:
        told = TOLD.encode()
        noise.save(file, kind, exif=exif, icc_profile=b"colours", xmp=told, comment=told)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@each_row("kind", KINDS)
def test_nothing_is_told_and_every_pixel_stays(kind: str) -> None:
    whole = telling(kind)
    assert TOLD.encode() in whole
    bare = stripped(whole)
    assert TOLD.encode() not in bare
    assert not opened(bare).getexif()
    assert opened(bare).info.get("icc_profile") == b"colours"
    assert not ImageChops.difference(opened(whole), opened(bare)).getbbox()
    assert decode(bare, max_pixels=LIMIT).data is bare


@each_row("kind", KINDS)
def test_a_file_that_tells_nothing_keeps_its_bytes(kind: str) -> None:
    plain = image_file(kind)
    if kind == "JPEG":
        assert decode(stripped(plain), max_pixels=LIMIT).width == 64
    assert stripped(plain) == plain


@each_row("kind", KINDS)
@each_row("share", [0.05, 0.3, 0.7, 0.99])
def test_a_file_that_is_cut_off_is_still_no_image(kind: str, share: float) -> None:
    whole = telling(kind)
    with pytest.raises(ImageError):
        decode(stripped(whole[: int(len(whole) * share)]), max_pixels=LIMIT)


@each_row("data", [b"", b"<html>", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP"])
def test_what_is_no_image_stays_as_it_is(data: bytes) -> None:
    assert stripped(data) == data


def test_a_file_of_countless_parts_is_refused() -> None:
    flood = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0tEXt\0\0\0\0" * 100_001
    with pytest.raises(ImageError, match="parts"):
        stripped(flood)
    with pytest.raises(CutOffError):
        decode(stripped(image_file("WEBP")[:-9]), max_pixels=LIMIT)


def test_what_stands_between_the_scans_of_a_jpeg_goes_too() -> None:
    file = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(file, "JPEG", progressive=True)
    plain = file.getvalue()
    at = plain.rindex(b"\xff\xda")
    assert stripped(plain[:at] + b"\xff\xfe\x00\x08secret" + plain[at:]) == plain
