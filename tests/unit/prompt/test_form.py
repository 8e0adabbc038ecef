"""A form says what a picture said, as long as nobody edited it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.request import HiresScale, HiresUpscaler, ImageFormat, Lora
from bot.prompt.form import Form, form_of, read
from bot.prompt.merge import merge
from bot.prompt.options import Options
from tests.tables import each_row

ALL = Options(
    prompt="a red fox",
    negative_prompt="blur",
    model="a model, with commas.safetensors",
    aspect="3:2",
    width=512,
    height=768,
    images=2,
    steps=30,
    guidance=6.5,
    sampler="DPM++ 2M Karras",
    seed=42,
    clip_skip=2,
    loras=(Lora("ink", 0.7), Lora("fog bank", 1.0)),
    embeddings=("easy negative",),
    hires=HiresScale.X2,
    hires_upscaler=HiresUpscaler.LATENT,
    hires_strength=0.4,
    vae="a vae",
    format=ImageFormat.PNG,
)


def said(form: Form, marks: str) -> Options:
    inline, slash = read(form, marks)
    assert not inline.obstacles
    return merge(slash.options, inline.options)


@each_row(
    "options",
    [
        ALL,
        Options(prompt="a red fox"),
        Options(prompt="a red fox", width=512),
        Options(prompt="a red fox", height=640, seed=-1),
        Options(prompt="a red fox", negative_prompt='say "no" --n 8'),
        Options(prompt='--seed 7 <lora:ink:1> Negative prompt: x "', steps=3),
        Options(prompt="a fox\\", negative_prompt="b\\", guidance=7.25),
    ],
)
def test_a_form_says_what_it_was_made_of(options: Options) -> None:
    form = form_of(options)
    assert said(form, form.marks) == options


def test_what_was_not_edited_is_pasted() -> None:
    form = form_of(ALL)
    inline, _ = read(form, form.marks)
    assert {"negative_prompt", "steps", "sampler", "width", "loras"} <= inline.pasted


@each_row(
    "edited, typed",
    [
        (replace(form_of(ALL), prompt="a blue fox"), set()),
        (replace(form_of(ALL), options="--steps 9 --seed 1"), {"steps", "seed"}),
        (replace(form_of(ALL), negative="blur, text"), {"negative_prompt"}),
    ],
)
def test_what_was_edited_is_typed(edited: Form, typed: set[str]) -> None:
    inline, slash = read(edited, form_of(ALL).marks)
    assert not inline.pasted & typed
    assert bool(inline.pasted) is not (typed == inline.labels.keys())
    assert typed <= inline.labels.keys() | slash.labels.keys()


def test_what_was_typed_beside_a_picture_stays_typed() -> None:
    form = form_of(ALL)
    inline, slash = read(form, form.marks, {"steps", "negative_prompt"})
    assert not {"steps", "negative_prompt"} & inline.pasted
    assert {"seed", "sampler"} <= inline.pasted
    assert slash.options.negative_prompt == "blur"
    assert merge(slash.options, inline.options) == ALL


def test_an_edited_prompt_is_read_for_flags() -> None:
    form = form_of(Options(prompt="a red fox", seed=42))
    edited = replace(form, prompt="a blue fox --steps 9")
    options = said(edited, form.marks)
    assert (options.prompt, options.steps, options.seed) == ("a blue fox", 9, 42)


@each_row("marks", ["", "x", "0" * 24, "0" * 40])
def test_marks_of_a_stranger_make_it_typed(marks: str) -> None:
    inline, _ = read(form_of(ALL), marks)
    assert not inline.pasted


def test_spaces_that_a_client_takes_off_edit_nothing() -> None:
    form = form_of(ALL)
    sent = Form(f" {form.prompt}\r\n", f"{form.negative} ", f" {form.options}")
    assert said(sent, form.marks) == ALL
    assert read(sent, form.marks)[0].pasted == read(form, form.marks)[0].pasted


def test_marks_have_a_length_that_an_id_takes() -> None:
    assert len(form_of(ALL).marks) == 24
    assert form_of(ALL).marks.isalnum()
