from __future__ import annotations

import io
import os
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.delivery.contents import with_files
from bot.delivery.file_budget import REQUEST_BYTES, cap
from bot.delivery.files import Fitter, file_name
from bot.delivery.shrink import shrunk
from bot.domain.image import ImageSeed, SeedSource
from bot.domain.ports import Picture, PostedImage, Result
from bot.domain.request import ImageFormat
from bot.domain.verdict import Finding, Treatment
from bot.embedded.found import Found, Nothing
from bot.embedded.mark import MARK
from bot.embedded.reading import read
from tests.tables import each_row
from tests.unit.views.samples import JOB, picture, posted


def result(*images: PostedImage) -> Result:
    return Result(images=images, seed=7, seconds=4.2, metadata=True)


def noise(side: int, mode: str = "RGB", form: ImageFormat = ImageFormat.PNG) -> Picture:
    image = Image.frombytes(mode, (side, side), os.urandom(side * side * len(mode)))
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    image.save(data, form.value, exif=exif, icc_profile=b"SECRET" * 10)
    return Picture(data=data.getvalue(), format=form, width=side, height=side)


@given(
    st.lists(st.integers(1, 30_000_000), max_size=8),
    st.integers(1_000, 12_000_000),
    st.integers(8_000, REQUEST_BYTES),
)
def test_what_is_cut_to_the_cap_fits(sizes: list[int], each: int, together: int) -> None:
    most = cap(sizes, each=each, together=together)
    assert most <= each
    assert sum(min(size, most) for size in sizes) <= together


@given(st.lists(st.integers(1, 3_000_000), max_size=8))
def test_files_that_fit_are_left_alone(sizes: list[int]) -> None:
    assert all(size <= cap(sizes, each=3_000_000) for size in sizes)


@each_row(
    "sizes, each, together, most",
    [
        ([], 10, 100, 10),
        ([5, 50], 10, 100, 10),
        ([10, 90, 90], 100, 100, 45),
        ([60, 60], 100, 100, 50),
        ([60, 60, 60], 20, 100, 20),
    ],
)
def test_the_largest_are_cut_first(sizes: list[int], each: int, together: int, most: int) -> None:
    assert cap(sizes, each=each, together=together) == most


@each_row("mode", ["RGB", "RGBA", "L"])
@each_row("part", [2, 10, 100])
def test_a_picture_too_large_is_made_to_fit(mode: str, part: int) -> None:
    large = noise(300, mode)
    small = shrunk(large, len(large.data) // part)
    assert len(small.data) <= len(large.data) // part
    with Image.open(io.BytesIO(small.data)) as image:
        image.load()
        assert image.format == small.format.name
        assert image.size == (small.width, small.height)
    assert b"SECRET" not in small.data


def test_it_always_ends() -> None:
    tiny = shrunk(noise(100), 10)
    assert (tiny.width, tiny.height) == (1, 1)


def test_transparency_is_kept() -> None:
    assert shrunk(noise(64, "RGBA"), 8000).format is ImageFormat.WEBP
    assert shrunk(noise(64), 8000).format is ImageFormat.JPEG


def test_quality_goes_before_size() -> None:
    large = noise(200)
    assert shrunk(large, len(large.data) - 1).width == 200


@each_row("form", list(ImageFormat))
def test_a_picture_that_fits_is_the_same_object(form: ImageFormat) -> None:
    fitting = noise(32, form=form)
    assert shrunk(fitting, len(fitting.data)) is fitting


@each_row(
    "treatment, form, name",
    [
        (Treatment.SHOWN, ImageFormat.JPEG, "j0b-2.jpg"),
        (Treatment.SHOWN, ImageFormat.PNG, "j0b-2.png"),
        (Treatment.SPOILERED, ImageFormat.WEBP, "j0b-2.webp"),
        (Treatment.BLURRED, ImageFormat.JPEG, "j0b-2-blurred.jpg"),
    ],
)
def test_files_are_named_by_the_contract(
    treatment: Treatment, form: ImageFormat, name: str
) -> None:
    image = posted(2, treatment, Finding.FLAGGED)
    assert file_name(JOB.id, image, picture(form=form)) == name


async def test_what_is_no_picture_that_we_know_is_uploaded_as_it_is_any_number_of_times() -> None:
    (upload,) = await Fitter().uploads(JOB, result(posted(1, file=picture(b"bytes"))), each=10)
    sent = [with_files({}, [upload]).multipart for _ in range(2)]
    files = [parts[1] for parts in sent if parts]
    assert [file["value"].read() for file in files] == [b"bytes", b"bytes"]
    assert {file["filename"] for file in files} == {"j0b-1.jpg"}


async def test_a_shrunk_file_is_named_by_what_it_became() -> None:
    large = noise(64)
    (upload,) = await Fitter().uploads(JOB, result(posted(1, file=large)), each=4000)
    assert upload.name == "j0b-1.jpg"
    assert len(upload.data) <= 4000
    assert isinstance(read(upload.data), Found)
    assert MARK in upload.data


async def test_what_fits_only_without_its_label_is_made_smaller() -> None:
    fitting = noise(64)
    (upload,) = await Fitter().uploads(JOB, result(posted(1, file=fitting)), each=len(fitting.data))
    assert len(upload.data) <= len(fitting.data)
    assert upload.facts.size == len(upload.data)
    assert isinstance(read(upload.data), Found)
    assert MARK in upload.data


@each_row("form", list(ImageFormat))
async def test_settings_are_told_of_clear_images_where_the_policy_says_so(
    form: ImageFormat,
) -> None:
    kinds = [Treatment.SHOWN, Treatment.SPOILERED, Treatment.BLURRED]
    file = noise(8, form=form)
    images = [
        replace(posted(n, kind, file=file), seed=ImageSeed(40 + n, SeedSource.TOLD))
        for n, kind in enumerate(kinds, 1)
    ]
    made = result(*images)
    told = await Fitter().uploads(JOB, made, each=10**6)
    untold = await Fitter().uploads(JOB, replace(made, metadata=False), each=10**6)
    found = [read(upload.data) for upload in told]
    for upload, it in zip(told[:2], found, strict=False):
        assert isinstance(it, Found)
        assert it.text.startswith("a fox in the snow\n")
        assert f"Seed: {40 + upload.number}" in it.text
    assert [read(upload.data) for upload in (told[2], *untold)] == [Nothing.NONE] * 4
    assert all(MARK in upload.data for upload in (*told, *untold))
    assert b"a fox" not in told[2].data


async def test_an_image_without_a_file_is_not_uploaded() -> None:
    held = posted(1, Treatment.HELD, Finding.FLAGGED)
    shown = posted(2)
    object.__setattr__(held, "picture", None)
    uploads = await Fitter().uploads(JOB, result(held, shown), each=100)
    assert [upload.number for upload in uploads] == [2]
