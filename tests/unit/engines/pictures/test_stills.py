"""What is more than one still picture is posted as one; what is one keeps its bytes."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import ExifTags, Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngInfo

from bot.engines.pictures.decoding import decode
from bot.playground.novita import odd_pictures
from tests.tables import each_row
from tests.unit.engines.pictures.images import image_file

if TYPE_CHECKING:
    from bot.domain.ports import Picture

KINDS = ["JPEG", "PNG", "WEBP"]
LIMIT = 40_000_000
SECRET = b"PK\x03\x04 the picture behind the picture"


def scene() -> Image.Image:
    """Return a picture that every codec keeps well."""
    return Image.linear_gradient("L").resize((96, 64)).convert("RGB")


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def still_of(data: bytes) -> Picture:
    picture = decode(data, max_pixels=LIMIT)
    assert picture.data is not data
    again = decode(picture.data, max_pixels=LIMIT)
    assert again.data is picture.data, "a still is one by the same rules"
    assert getattr(opened(picture.data), "n_frames", 1) == 1
    return picture


def unlike(first: Image.Image, second: Image.Image) -> float:
    difference = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
    return max(ImageStat.Stat(difference).mean)


@each_row("kind", KINDS)
def test_of_more_frames_the_first_is_posted(kind: str) -> None:
    data = saved(scene(), kind)
    picture = still_of(odd_pictures.animated(data))
    assert picture.format.value == kind.lower()
    assert (picture.width, picture.height) == (96, 64)
    assert unlike(opened(picture.data), scene()) < 3


def test_the_default_image_of_an_apng_that_is_no_frame_is_posted() -> None:
    another = Image.new("RGB", (96, 64), "red")
    data = saved(
        scene(), "PNG", save_all=True, append_images=[another, scene()], default_image=True
    )
    assert unlike(opened(still_of(data).data), scene()) == 0


@each_row("kind", KINDS)
@each_row("more", [SECRET, b"\0", image_file("JPEG"), image_file("PNG")])
def test_what_is_behind_the_end_does_not_come_along(kind: str, more: bytes) -> None:
    whole = saved(scene(), kind)
    picture = still_of(whole + more)
    assert unlike(opened(picture.data), opened(whole)) < 2
    assert len(more) == 1 or more not in picture.data


@each_row("kind", KINDS)
def test_an_ordinary_file_keeps_its_bytes(kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "a dog"
    exif[ExifTags.Base.Orientation] = 6
    text = PngInfo()
    text.add_text("parameters", "youtube thumbnail of a dog, GIF, Steps: 20")
    text.add_itxt("Comment", "ein Hund", zip=True)
    more: dict[str, dict[str, object]] = {
        "PNG": {"pnginfo": text},
        "JPEG": {"comment": b"a dog", "progressive": True, "xmp": b"<x:xmpmeta/>"},
        "WEBP": {"xmp": b"<x:xmpmeta/>"},
    }
    for image in (scene(), scene().convert("RGBA" if kind != "JPEG" else "CMYK")):
        data = saved(image, kind, exif=exif, icc_profile=b"profile" * 30, **more[kind])
        assert decode(data, max_pixels=LIMIT).data is data


@each_row("kind", KINDS)
def test_a_thumbnail_does_not_come_along(kind: str) -> None:
    data = odd_pictures.with_thumbnail(saved(scene(), kind))
    assert opened(data).getexif().get_ifd(ExifTags.IFD.IFD1) or b"\xff\xd8" in data[2:]
    picture = still_of(data)
    assert picture.data.count(b"\xff\xd8\xff") == 1
    assert unlike(opened(picture.data), scene()) < 3


def with_segment(jpeg: bytes, code: int, payload: bytes) -> bytes:
    return jpeg[:2] + struct.pack(">BBH", 0xFF, code, len(payload) + 2) + payload + jpeg[2:]


SEGMENTS = {
    "JFIF thumbnail": (0xE0, b"JFIF\0\1\2\0\0\1\0\1\1\1\xff\0\0"),
    "JFXX": (0xE0, b"JFXX\0\x10" + image_file("JPEG", (8, 8))),
    "MPF": (0xE2, b"MPF\0MM\0*"),
    "FlashPix": (0xE2, b"FPXR\0\0"),
    "XMP thumbnail": (
        0xE1,
        b"http://ns.adobe.com/xap/1.0/\0<xmpGImg:image>" + base64.b64encode(image_file("JPEG")),
    ),
    "extended XMP": (0xE1, b"http://ns.adobe.com/xmp/extension/\0"),
    "Photoshop": (0xED, b"Photoshop 3.0\0" + b"8BIM"),
    "C2PA": (0xEB, b"JP\0\1"),
    "Exif that cannot be read": (0xE1, b"Exif\0\0" + b"\xff" * 20),
    "a JPEG as a comment": (0xFE, image_file("JPEG")),
}


@each_row("name", SEGMENTS)
def test_a_segment_that_may_hold_a_picture_does_not_come_along(name: str) -> None:
    code, payload = SEGMENTS[name]
    picture = still_of(with_segment(saved(scene(), "JPEG"), code, payload))
    assert payload not in picture.data
    assert unlike(opened(picture.data), scene()) < 3


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG_CHUNKS = {
    "C2PA": chunk(b"caBX", b"jumb"),
    "another program's": chunk(b"prVt", SECRET),
    "packed XMP": chunk(b"zTXt", b"XML:com.adobe.xmp\0\0" + zlib.compress(b"<x/>")),
    "packed Exif": chunk(b"tEXt", b"Raw profile type exif\0 4578"),
    "a PNG as a text": chunk(b"tEXt", b"Comment\0" + image_file("PNG")),
    "Exif with a preview": chunk(b"eXIf", b"MM\0*\0\0\0\x08" + image_file("JPEG")),
}


@each_row("name", PNG_CHUNKS)
def test_a_chunk_that_may_hold_a_picture_does_not_come_along(name: str) -> None:
    whole = saved(scene(), "PNG")
    picture = still_of(whole[:33] + PNG_CHUNKS[name] + whole[33:])
    assert PNG_CHUNKS[name] not in picture.data
    assert unlike(opened(picture.data), scene()) == 0


def test_a_chunk_of_a_webp_that_may_hold_a_picture_does_not_come_along() -> None:
    exif = odd_pictures.with_thumbnail(image_file())
    for chunk_ in (b"SPCT" + struct.pack("<I", 4) + b"data",):
        whole = saved(scene(), "WEBP")
        size = struct.pack("<I", len(whole) - 8 + len(chunk_))
        picture = still_of(whole[:4] + size + whole[8:] + chunk_)
        assert chunk_ not in picture.data
    still_of(saved(scene(), "WEBP", exif=exif[6 : 6 + 2000]))


@each_row("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_stays_exact(mode: str) -> None:
    image = scene().convert("L").convert("I").convert("I;16") if mode == "I;16" else None
    image = image or scene().convert(mode)
    picture = still_of(saved(image, "PNG") + SECRET)
    again = opened(picture.data)
    assert again.mode == mode
    assert again.tobytes() == image.tobytes()


def test_a_transparent_colour_stays_transparent() -> None:
    image = scene().quantize(4)
    data = saved(image, "PNG", transparency=0) + SECRET
    first, again = (opened(file).convert("RGBA") for file in (data, still_of(data).data))
    assert again.tobytes() == first.tobytes()


@pytest.mark.parametrize("animate", [True, False])
def test_a_lossless_webp_stays_exact(animate: bool) -> None:
    image = Image.effect_noise((96, 64), 80).convert("RGB")
    data = saved(
        image, "WEBP", lossless=True, save_all=animate, append_images=[scene()] if animate else []
    )
    picture = still_of(data if animate else data + SECRET)
    assert opened(picture.data).convert("RGB").tobytes() == image.tobytes()


def test_a_jpeg_loses_little() -> None:
    noise = saved(Image.effect_noise((96, 64), 80).convert("RGB"), "JPEG", quality=90)
    assert unlike(opened(still_of(noise + SECRET).data), opened(noise)) < 3


def test_the_colour_profile_stays_and_no_other_record_does() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "SECRET"
    for kind in KINDS:
        data = saved(scene(), kind, exif=exif, icc_profile=b"profile" * 30) + SECRET
        picture = still_of(data)
        assert opened(picture.data).info["icc_profile"] == b"profile" * 30
        assert b"SECRET" not in picture.data


@each_row("kind", KINDS)
def test_a_still_is_turned_as_its_file_was_shown(kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    picture = still_of(saved(scene(), kind, exif=exif) + SECRET)
    assert (picture.width, picture.height) == opened(picture.data).size == (64, 96)
    assert unlike(opened(picture.data), scene().transpose(Image.Transpose.ROTATE_270)) < 3


def test_markers_among_the_data_make_it_no_ordinary_file() -> None:
    whole = saved(scene(), "JPEG")
    first = whole.index(b"\xff\xdb")
    for odd in (b"garbage", b"\xff\xff"):
        still_of(whole[:first] + odd + whole[first:])
