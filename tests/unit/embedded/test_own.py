"""Our own files read as the request that they were made from, whatever that holds."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from bot.domain.request import GenerationRequest, ImageFormat, Lora
from bot.embedded.found import Found, Nothing
from bot.embedded.own import PROGRAM, read_own, settings_of
from bot.embedded.reading import read
from bot.embedded.writing import written
from bot.prompt.build import build
from bot.prompt.form import form_of
from bot.prompt.form import read as read_form
from bot.prompt.parse import merge, parse
from tests.tables import each_row
from tests.unit.prompt.test_laws import requests

if TYPE_CHECKING:
    from bot.prompt.options import Parsed

CAT = GenerationRequest(prompt="a cat", model="m.pt", width=512, height=768)


def empty(form: ImageFormat) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form.value)
    return out.getvalue()


FILES = {form: empty(form) for form in ImageFormat}


def told(request: GenerationRequest, seed: int | None) -> str:
    """Return the settings of the second of two images, whose seed this is."""
    return settings_of(request, [9, seed], engine="novita", job_id="j0b")[1]


def reread(form: ImageFormat, settings: str) -> Parsed:
    """Return what ``/imagine`` makes of a file with these settings, through its form."""
    data = written(FILES[form], settings)
    assert data is not None
    found = read(data)
    assert isinstance(found, Found), found
    assert found.program == PROGRAM
    parsed = parse(found.text)
    assert (parsed.ignored, parsed.notes, parsed.obstacles) == ((), (), ())
    shown = form_of(parsed.options)
    inline, slash = read_form(shown, shown.marks)
    assert (inline.notes, inline.obstacles) == ((), ())
    return replace(inline, options=merge(slash.options, inline.options))


@given(requests(), st.none() | st.integers(0, 2**32 - 1), st.sampled_from(ImageFormat))
@example(replace(CAT, prompt="一" * 1024), 7, ImageFormat.JPEG)
@example(replace(CAT, prompt="\ufffe {a|b}", negative_prompt="\ufffe"), 7, ImageFormat.WEBP)
@example(
    replace(CAT, loras=(Lora("--no"), Lora('--no --no "')), embeddings=("a b",)),
    7,
    ImageFormat.JPEG,
)
@example(replace(CAT, prompt='{"prompt": 1}'), None, ImageFormat.PNG)
@example(replace(CAT, prompt="a --seed 8 Steps: 3, Seed: 4", vae="None"), 7, ImageFormat.JPEG)
@example(
    replace(CAT, prompt='a, Version: Darkroom, Flags: "', embeddings=("e", 'f"')),
    7,
    ImageFormat.PNG,
)
@example(
    replace(CAT, prompt=r'"q" \( 😀 \\', negative_prompt="é", format=ImageFormat.PNG),
    7,
    ImageFormat.JPEG,
)
def test_a_file_reads_as_the_request(
    request: GenerationRequest, seed: int | None, form: ImageFormat
) -> None:
    parsed = reread(form, told(request, seed))
    read_back = build(parsed.options, default_model="another", native_side=512)
    assert read_back == replace(request, images=1, seed=-1 if seed is None else seed)


def test_a_block_is_what_web_uis_read_and_its_end_tells_the_rest() -> None:
    request = replace(CAT, negative_prompt="dogs", images=4, format=ImageFormat.WEBP)
    assert told(request, 9) == (
        "a cat\nNegative prompt: dogs\nSteps: 20, Model: m.pt, Size: 512x768, CFG scale: 7.5, "
        'Sampler: Euler a, Seed: 9, Version: Darkroom, Flags: "--format webp", Engine: novita, '
        "Job: j0b"
    )


def test_of_whom_it_speaks_a_file_does_not_tell() -> None:
    request = replace(CAT, prompt="Ann as a knight", mentions=(0,), private=True)
    assert told(request, 9) == told(replace(CAT, prompt="Ann as a knight"), 9)


@each_row(
    "text",
    [
        "a cat\nSteps: 20, Seed: 4, Version: Darkroom",
        "a cat\nSteps: 20, Seed: 4, Version: Darkroom, Engine: x, Job: y z",
        ", Version: Darkroom, Flags: " + '"' * 8_000,
        ', Version: Darkroom, Flags: "' * 9_000,
    ],
)
def test_what_others_write_is_not_ours(text: str) -> None:
    assert read_own(text) is None


def test_what_is_too_long_to_be_read_is_not_written() -> None:
    long = replace(CAT, model="m" * 20_000)
    assert told(long, 7) == ""


def test_without_settings_there_is_nothing_to_read() -> None:
    for data in FILES.values():
        marked = written(data)
        assert marked is not None
        assert read(marked) is Nothing.NONE
