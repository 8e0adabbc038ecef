"""Inline flags: where one begins, how far its value goes, and what it takes."""

from __future__ import annotations

import pytest

from bot.domain.request import HiresScale, HiresUpscaler, ImageFormat, Lora
from bot.errors import InvalidOptionError
from bot.prompt.parse import parse
from tests.tables import each_row
from tests.unit.prompt.said import said, taken

SIZES = "must look like `512x768`, without spaces: width and height, each between 128 and 2048"


@each_row(
    "flag, expected",
    [
        ("--ar 16:9", {"aspect": "16:9"}),
        ("--no hands", {"negative_prompt": "hands"}),
        ("--seed 7", {"seed": 7}),
        ("--seed -1", {"seed": -1}),
        ("--seed 4294967295", {"seed": 4294967295}),
        ("--steps 30", {"steps": 30}),
        ("--cfg 7.5", {"guidance": 7.5}),
        ("--cfg 7", {"guidance": 7.0}),
        ('--sampler "Euler a"', {"sampler": "Euler a"}),
        ('--sampler "dpm++ 2m karras"', {"sampler": "DPM++ 2M Karras"}),
        ("--sampler dpm++_2m_karras", {"sampler": "DPM++ 2M Karras"}),
        ("--sampler dpm++-2m-karras", {"sampler": "DPM++ 2M Karras"}),
        ("--sampler unipc", {"sampler": "UniPC"}),
        ("--model NAME", {"model": "NAME"}),
        ('--model "my model"', {"model": "my model"}),
        ("--n 4", {"images": 4}),
        ("--hires 2x", {"hires": HiresScale.X2}),
        ("--hires 1.5", {"hires": HiresScale.X1_5}),
        ("--lora NAME:0.7", {"loras": (Lora("NAME", 0.7),)}),
        ("--lora NAME", {"loras": (Lora("NAME", 1.0),)}),
        ('--lora "my lora:.5"', {"loras": (Lora("my lora", 0.5),)}),
        ("--emb NAME", {"embeddings": ("NAME",)}),
        ("--clip-skip 2", {"clip_skip": 2}),
        ("--size 512x768", {"width": 512, "height": 768}),
        ("--size 512×768", {"width": 512, "height": 768}),
        ("--size 512X768", {"width": 512, "height": 768}),
        ('--size "512 x 768"', {"width": 512, "height": 768}),
        ("--vae NAME", {"vae": "NAME"}),
        ("--format png", {"format": ImageFormat.PNG}),
        ("--format JPG", {"format": ImageFormat.JPEG}),
        ("--hires-upscaler Latent", {"hires_upscaler": HiresUpscaler.LATENT}),
        ("--hires-strength 0.5", {"hires_strength": 0.5}),
        ("--STEPS 30", {"steps": 30}),
        ("--steps=30", {"steps": 30}),
        ("—steps 30", {"steps": 30}),
        ("—Steps=30", {"steps": 30}),
        ("–no hands", {"negative_prompt": "hands"}),
        ("--sampler “Euler a”", {"sampler": "Euler a"}),
        ("--sampler ”Euler a”", {"sampler": "Euler a"}),
        ("--sampler „Euler a“", {"sampler": "Euler a"}),
        ("--emb XX", {"embeddings": ("XX",)}),
        ("--lora a --lora b:0.5", {"loras": (Lora("a"), Lora("b", 0.5))}),
        ("--emb a --emb b", {"embeddings": ("a", "b")}),
        ('--prompt "in rain"', {"prompt": "a cat in rain"}),
    ],
)
def test_a_flag_sets_its_option(flag: str, expected: dict[str, object]) -> None:
    assert said(f"a cat {flag}") == {"prompt": "a cat"} | expected


@each_row(
    "text",
    [
        "a cat -- a dog",
        "a cat --",
        "-- a cat",
        "a well--known cat",
        "a cat --- a dog",
        "a cat --> a dog",
        "a cat — a dog",
        "a cat —normal—, really",
        "a cat —so it is— in rain",
        "a cat —no dogs, none at all— in rain",
        "a cat —steps 30—",
        "a cat —“normal”, really",
        "a cat —3 dogs",
        "红狐——在雪地里——水墨画",
        "红狐 ——在雪地里",
        "a cat—no dog",
        "a cat – size unknown",
        "a -steps 3 cat",
        'a "quoted --" cat',
        "a <lora cat",
        "1 < 2 <lora:",
        "a sign <--no entry",
        "a cat --_ a dog",
        "a cat --_x",
    ],
)
def test_what_is_no_flag_is_text(text: str) -> None:
    assert said(text) == {"prompt": text}


@each_row(
    "text, negative, prompt",
    [
        ("a cat --no dogs, blur --seed 7", "dogs, blur", "a cat"),
        ("a cat --no dogs, blur", "dogs, blur", "a cat"),
        ("a cat --no dogs -- in rain --n 2", "dogs -- in rain", "a cat"),
        ("a cat --no dogs—birds —seed 7", "dogs—birds", "a cat"),
        ("a cat --no dogs —Seed 7", "dogs", "a cat"),
        ('a cat --no "dogs --seed 8" in rain', "dogs --seed 8", "a cat in rain"),
        (r'a cat --no "a \"bad\" dog"', 'a "bad" dog', "a cat"),
        (r"a cat --no \(dog\)", r"\(dog\)", "a cat"),
        ("a cat --no “dogs\\\\”", "dogs\\\\", "a cat"),
        ("--no dogs --seed 7 a cat", "dogs", "a cat"),
        ('a cat --no "" in rain', None, "a cat in rain"),
    ],
)
def test_no_takes_words_up_to_the_next_flag_or_one_quoted_text(
    text: str, negative: str | None, prompt: str
) -> None:
    options = parse(text).options
    assert (options.negative_prompt or None, options.prompt) == (negative, prompt)


def test_text_around_flags_is_joined_by_one_space() -> None:
    assert said("a cat --seed 7 in  the --steps 5 rain")["prompt"] == "a cat in  the rain"


@each_row("value", ["0", "101", "-5", "2.5", "1e3", "٣", "nan", "inf", "0x10", "ten"])
def test_steps_out_of_range_or_no_number_is_an_error_that_says_all(value: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        taken(f"a cat --steps {value}")
    assert str(caught.value) == f"`--steps` must be between 1 and 100; you gave `{value}`."


@each_row(
    "flag, given, allowed",
    [
        ("--ar", "5:1", "WIDTH:HEIGHT between 1:4 and 4:1"),
        ("--ar", "1:5", "WIDTH:HEIGHT between 1:4 and 4:1"),
        ("--ar", "16x9", "WIDTH:HEIGHT between 1:4 and 4:1"),
        ("--ar", "0:0", "WIDTH:HEIGHT between 1:4 and 4:1"),
        ("--seed", "4294967296", "between -1 and 4294967295"),
        ("--seed", "-2", "between -1 and 4294967295"),
        ("--seed", "9" * 90, "between -1 and 4294967295"),
        ("--cfg", "0.9", "between 1 and 30"),
        ("--cfg", "30.01", "between 1 and 30"),
        ("--cfg", "nan", "between 1 and 30"),
        ("--cfg", "1e1", "between 1 and 30"),
        ("--cfg", "7,5", "between 1 and 30"),
        ("--cfg", "9" * 90, "between 1 and 30"),
        ("--n", "9", "between 1 and 8"),
        ("--n", "0", "between 1 and 8"),
        ("--hires", "3x", "1.5x, 2x, 4x"),
        ("--clip-skip", "13", "between 1 and 12"),
        ("--size", "512", SIZES),
        ("--size", "64x512", SIZES),
        ("--size", "512x2049", SIZES),
        ("--format", "gif", "jpeg, png, webp"),
        ("--hires-strength", "1.01", "between 0 and 1"),
        ("--hires-upscaler", "4x-UltraSharp", "Latent, RealESRGAN_x4plus_anime_6B"),
        ("--sampler", "Euler_b", "Euler a, Euler, LMS"),
        ("--lora", "x:1.01", "NAME or NAME:STRENGTH, with a strength between 0 and 1"),
        ("--lora", "x:-0.1", "NAME or NAME:STRENGTH, with a strength between 0 and 1"),
        ("--lora", "x:", "NAME or NAME:STRENGTH, with a strength between 0 and 1"),
        ("--lora", ":0.5", "NAME or NAME:STRENGTH, with a strength between 0 and 1"),
        ("--lora", "x:nan", "NAME or NAME:STRENGTH, with a strength between 0 and 1"),
        ("--emb", ",", "a name"),
    ],
)
def test_an_error_names_flag_given_and_allowed(flag: str, given: str, allowed: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        taken(f"a cat {flag} {given}")
    assert str(caught.value).startswith(f"`{flag}` ")
    assert allowed in str(caught.value)
    assert f"you gave `{given[:79]}" in str(caught.value)


@each_row("flag, tail", [("--seed", ""), ("--cfg", ""), ("--size", "x512")])
def test_a_number_of_any_length_is_just_out_of_range(flag: str, tail: str) -> None:
    with pytest.raises(InvalidOptionError, match=f"^`{flag}` must .* `9999"):
        taken(f"a cat {flag} {'9' * 6000}{tail}")


@each_row("text", ["--steps", "--steps --seed 7", "--steps —Seed 7", '--steps ""'])
def test_a_flag_without_a_value_is_an_error(text: str) -> None:
    with pytest.raises(InvalidOptionError, match=r"^`--steps` .* 1 and 100; you gave no value\."):
        taken(f"a cat {text}")


@each_row(
    "flag, takes",
    [
        ("--no", "needs some words, or text in quotes"),
        ("--prompt", "needs some words, or text in quotes"),
        ("--model", "needs a name"),
        ("--lora", "needs a name"),
        ("--emb", "needs a name"),
        ("--n", "must be between 1 and 8"),
        ("--cfg", "must be between 1 and 30"),
        ("--size", SIZES),
        ("--hires", "must be one of: 1.5x, 2x, 4x"),
        ("--format", "must be one of: jpeg, png, webp"),
    ],
)
@each_row("after", ["", " --seed 7"])
def test_a_flag_without_a_value_says_what_it_takes(flag: str, takes: str, after: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        taken(f"a cat {flag}{after}")
    assert str(caught.value) == f"`{flag}` {takes}; you gave no value."


def test_a_size_with_spaces_is_told_how_it_is_written() -> None:
    with pytest.raises(InvalidOptionError, match=r"^`--size` must look like `512x768`, without sp"):
        taken("a cat --size 512 x 768")


def test_of_the_first_unknown_flags_a_known_one_that_is_near_is_told() -> None:
    parsed = parse("a cat --lroa x --foo --stpes 30 --sampelr Euler")
    assert [str(obstacle) for obstacle in parsed.obstacles] == [
        "Unknown flag `--lroa`. Did you mean `--lora`?",
        "Unknown flag `--foo`. Check its spelling, or remove it.",
        "Unknown flag `--stpes`. Did you mean `--steps`?",
        "Unknown flag `--sampelr`. Check its spelling, or remove it.",
    ]


@each_row("flag", ["--foo", "--stpes 30", "--ar16:9", "--3d", "--é"])
def test_an_unknown_flag_is_an_error_that_names_it(flag: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        taken(f"a cat {flag}")
    assert str(caught.value).startswith(f"Unknown flag `{flag.split(maxsplit=1)[0]}`. ")


@each_row(
    "text, label",
    [
        ("--seed 1 --seed 1", "--seed"),
        ("--no a --no b", "--no"),
        ("--model a --steps 3 —model b", "--model"),
        ("--size 512x512 --size 512x768", "--size"),
        ("--size 512x512 --width 640", "--width"),
    ],
)
def test_an_option_given_twice_is_an_error(text: str, label: str) -> None:
    with pytest.raises(InvalidOptionError, match="only be given once") as caught:
        taken(f"a cat {text}")
    assert caught.value.option == label


@each_row("text", ['--no "a', '--no "a"b', r'--model "a\"', "--no “a"])
def test_quotes_that_are_not_closed_are_an_error(text: str) -> None:
    with pytest.raises(InvalidOptionError, match="with its quotes closed") as caught:
        taken(f"a cat {text}")
    flag, _, given = text.partition(" ")
    assert str(caught.value).startswith(f"`{flag}` ")
    assert str(caught.value).endswith(f"you gave `{given}`.")


def test_a_flag_that_nobody_knows_is_told_once_however_often_it_stands_there() -> None:
    obstacles = parse("a fox --foo 1 --bar --foo 2").obstacles
    assert [str(obstacle).split("`")[1] for obstacle in obstacles] == ["--foo", "--bar"]
