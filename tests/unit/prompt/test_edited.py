"""An edited request: what nobody touched stays as it was, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.request import GenerationRequest, Hires, HiresScale, HiresUpscaler, Lora
from bot.prompt.build import build
from bot.prompt.edited import Edit, form_of_request
from bot.prompt.form import Form
from bot.prompt.merge import merge
from bot.prompt.options import Options, Parsed
from bot.prompt.requested import options_of, with_mentions_of
from bot.views.edit import shown_of
from tests.tables import each_row
from tests.unit.prompt.test_laws import requests


def request(**said: Any) -> GenerationRequest:  # noqa: ANN401 - any field
    values: dict[str, Any] = {"prompt": "a red fox", "model": "Big", "width": 512, "height": 768}
    return GenerationRequest(**(values | said))


def edited(old: GenerationRequest, **fields: str) -> tuple[Options, tuple[Parsed, Parsed]]:
    """Return what is asked for after some fields were edited, and how it was said."""
    shown = shown_of(old)
    inline, slash = Edit(old, shown).read(replace(shown, **fields))
    return merge(slash.options, inline.options), (inline, slash)


def of(old: GenerationRequest, **fields: str) -> GenerationRequest:
    options, both = edited(old, **fields)
    assert not [it for parsed in both for it in parsed.obstacles]
    made = build(options, default_model="Own", native_side=1024)
    return with_mentions_of(old, replace(made, any_model=options.model is None))


FULL = request(
    negative_prompt="hands",
    guidance=7.123456789,
    seed=5,
    steps=30,
    clip_skip=2,
    vae="V",
    images=3,
    sampler="DPM++ 2M",
    loras=(Lora("one", 0.123456789), Lora("two")),
    embeddings=("emb",),
    hires=Hires(HiresScale.X2, HiresUpscaler.ESRNET, 0.123456789),
    mentions=(2,),
)


@given(requests())
def test_what_nobody_touched_is_as_it_was(old: GenerationRequest) -> None:
    assert of(old) == old


def test_one_edit_changes_one_thing() -> None:
    options = form_of_request(FULL).options
    for before, after, said in (
        ("--steps 30", "--steps 40", {"steps": 40}),
        ("--steps 30", "", {"steps": 20}),
        ("--seed 5", "", {"seed": -1}),
        ("--model Big", "", {"model": "Own", "any_model": True}),
        ("--size 512x768", "--size 640x768", {"width": 640}),
        ("--size 512x768", "--ar 1:1", {"width": 1024, "height": 1024}),
        ("--lora two:1", "", {"loras": (Lora("one", 0.123456789),)}),
    ):
        assert before in options
        assert of(FULL, options=options.replace(before, after)) == replace(FULL, **said)
    assert of(FULL, negative="") == replace(FULL, negative_prompt="")
    assert of(FULL, prompt="a blue fox") == replace(FULL, prompt="a blue fox", mentions=())


def test_what_an_edited_prompt_says_wins_over_what_nobody_touched() -> None:
    said = "a blue fox --steps 9 --ar 1:1 <lora:three:0.5>"
    made = of(FULL, prompt=said)
    assert (made.prompt, made.steps, made.size) == ("a blue fox", 9, (1024, 1024))
    assert {lora.name for lora in made.loras} == {"one", "two", "three"}
    options = form_of_request(FULL).options.replace("--steps 30", "--steps 40")
    assert of(FULL, prompt=said, options=options).steps == 40


@each_row("prompt", ["a sign --steps 3", 'say --prompt "x"', "<lora:x:1> tag"])
def test_a_prompt_that_reads_as_flags_stays_words(prompt: str) -> None:
    assert of(request(prompt=prompt), prompt=f"blue {prompt}").prompt == f"blue {prompt}"


def test_words_among_the_options_are_refused() -> None:
    _, (_, slash) = edited(FULL, options="--steps 900 and more")
    assert ["and more" in str(it) for it in slash.obstacles].count(True) == 1
    assert len(slash.obstacles) == 2


def test_space_and_line_ends_are_no_edit() -> None:
    form = form_of_request(FULL)
    spaced = {name: getattr(form, name).replace(" ", "\r\n") for name in Form.__slots__}
    assert of(FULL, **spaced) == FULL


@given(st.integers(0, 4))
def test_what_had_no_room_stays(at: int) -> None:
    names = [f"{number}{'x' * 1020}" for number in range(5)]
    old = request(loras=tuple(Lora(name, 0.5) for name in names), vae="v" * 900, clip_skip=2)
    shown = shown_of(old)
    assert len(shown.options) <= 4000
    assert shown != form_of_request(old)
    assert of(old) == old
    assert of(old, options=f"{shown.options} --seed 7") == replace(old, seed=7)
    fewer = shown.options.replace(f"--lora {names[at]}:0.5", "")
    kept = tuple(lora for lora in old.loras if lora.name != names[at])
    assert of(old, options=fewer).loras == (old.loras if fewer == shown.options else kept)


def test_defaults_are_left_unsaid_so_that_they_bend() -> None:
    assert options_of(request(any_model=True)) == Options(prompt="a red fox", width=512, height=768)
