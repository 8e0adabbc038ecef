"""What we write into files is read by programs that are not ours, and the picture stays."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bot.containers import jpeg, png, webp
from bot.embedded.mark import SOURCE_TYPE
from bot.embedded.writing import added, written
from bot.engines.pictures.stripping import stripped
from tests.unit.embedded import files
from tests.unit.embedded.exiftool import exiftool, tags

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = 'a "fox" \\(red\\), 狐 😀 é\nNegative prompt: blur\nSteps: 28, Seed: 42, Size: 512x640'

COLOURS = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def encoded(form: str, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize((41, 30)).convert(mode)
    if mode == "RGBA":
        image.putalpha(Image.radial_gradient("L").resize(image.size))
    image.save(out, form, **options)
    return out.getvalue()


def scaled(data: bytes) -> bytes:
    """Return a lossy WebP that says it is to be shown larger, in the bits above its sides."""
    return data[:27] + bytes([data[27] | 0x40]) + data[28:29] + bytes([data[29] | 0x80]) + data[30:]


SAMPLES = {
    "plain.png": encoded("PNG"),
    "clear.png": encoded("PNG", "RGBA"),
    "colours.png": encoded("PNG", "P"),
    "plain.jpg": encoded("JPEG"),
    "steps.jpg": encoded("JPEG", progressive=True),
    "colours.jpg": encoded("JPEG", icc_profile=COLOURS),
    "no-jfif.jpg": encoded("JPEG")[:2] + encoded("JPEG")[20:],
    "lossy.webp": encoded("WEBP"),
    "scaled.webp": scaled(encoded("WEBP")),
    "exact.webp": encoded("WEBP", lossless=True),
    "clear.webp": encoded("WEBP", "RGBA", lossless=True),
    "extended.webp": encoded("WEBP", "RGBA"),
    "colours.webp": encoded("WEBP", icc_profile=COLOURS),
}


CLEAR = {"clear.webp", "extended.webp"}


def pixels(data: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.mode, image.size, image.tobytes()


def coded(data: bytes) -> list[bytes]:
    """Return what of a file a picture is coded in, and all that has to do with its colours."""
    if data.startswith(png.SIGNATURE):
        return [
            data[it.at : it.end] for it in png.chunks(data) if it.kind not in {b"tEXt", b"iTXt"}
        ]
    if data.startswith(jpeg.SIGNATURE):
        return [data[it.at : it.end] for it in jpeg.segments(data) if it.kind != jpeg.APP1]
    told = {b"EXIF", b"XMP ", b"VP8X"}
    return [data[it.at : it.end] for it in webp.chunks(data) if it.kind not in told]


def second_reading(data: bytes) -> str:
    """Return the settings as web UIs find them: with Pillow."""
    with Image.open(io.BytesIO(data)) as image:
        if image.format == "PNG":
            return str(image.info["parameters"])
        comment = image.getexif().get_ifd(0x8769)[0x9286]
    assert comment.startswith(b"UNICODE\0")
    return str(comment[8:].decode("utf-16-be"))


def test_others_read_settings_and_mark_and_the_picture_is_untouched(tmp_path: Path) -> None:
    program = exiftool()
    full, bare = tmp_path / "full", tmp_path / "bare"
    for folder, settings in ((full, SETTINGS), (bare, "")):
        folder.mkdir()
        for name, data in SAMPLES.items():
            after = written(data, settings)
            assert after is not None, name
            assert len(after) - len(data) <= added(settings), name
            assert pixels(after) == pixels(data), name
            assert coded(after) == coded(data), name
            assert coded(stripped(after)) == coded(data), name
            (folder / name).write_bytes(after)
    told = tags(program, [full / name for name in SAMPLES])
    only_marked = tags(program, [bare / name for name in SAMPLES])
    for name, one, other in zip(SAMPLES, told, only_marked, strict=True):
        assert not {key for key in one | other if "Warning" in key or "Error" in key}, (name, one)
        assert one.get("PNG:Parameters", one.get("EXIF:UserComment")) == SETTINGS, name
        assert second_reading((full / name).read_bytes()) == SETTINGS, name
        assert one["XMP:DigitalSourceType"] == other["XMP:DigitalSourceType"] == SOURCE_TYPE
        assert {"PNG:Parameters", "EXIF:UserComment"}.isdisjoint(other), name


def cut_webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + struct.pack("<I", len(data)) + data for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def test_the_header_of_a_webp_says_what_is_in_it() -> None:
    alpha, xmp, exif = 0x10, 0x04, 0x08
    said = {
        (name, settings): after[20] & (alpha | xmp | exif)
        for name in ("lossy.webp", "exact.webp", "clear.webp", "extended.webp")
        for settings in ("", SETTINGS)
        if (after := written(SAMPLES[name], settings))
    }
    assert said == {
        (name, settings): xmp | (exif if settings else 0) | (alpha if name in CLEAR else 0)
        for name, settings in said
    }


UNBUILT = [
    b"",
    b"GIF89a",
    files.png()[:20],
    png.SIGNATURE + files.chunk(b"IDAT", bytes(40)),
    SAMPLES["lossy.webp"][:40],
    cut_webp(),
    cut_webp((b"VP8 ", bytes(20))),
    cut_webp((b"VP8L", bytes(20))),
    cut_webp((b"VP8X", bytes(4))),
    cut_webp((b"VP8 ", b"\0\0\0\x9d\x01\x2a" + bytes(8))),
    cut_webp((b"ALPH", bytes(20))),
]


def test_what_is_not_built_as_it_should_be_is_left_alone() -> None:
    assert [written(data, SETTINGS) for data in UNBUILT] == [None] * len(UNBUILT)


def damaged() -> Iterator[bytes]:
    for data in SAMPLES.values():
        yield from (data[:at] for at in range(0, len(data), 7))


def test_a_cut_off_file_raises_nothing() -> None:
    for data in damaged():
        after = written(data, SETTINGS)
        assert after is None or len(after) > len(data)


@given(st.binary(max_size=60), st.sampled_from([jpeg.SIGNATURE, png.SIGNATURE, b"RIFF"]))
def test_whatever_stands_in_a_file_nothing_is_raised(data: bytes, head: bytes) -> None:
    written(head + data, SETTINGS)
