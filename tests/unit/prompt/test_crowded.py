"""Flags and tags that touch other things: what they are next to decides, and nothing is made up."""

from __future__ import annotations

import pytest

from bot.domain.request import Lora
from bot.errors import InvalidOptionError
from bot.prompt.parse import parse
from tests.tables import each_row
from tests.unit.prompt.said import said, taken

WIDE = {"aspect": "16:9"}


@each_row(
    "text, expected",
    [
        ("snow,--ar 16:9", {"prompt": "snow,"} | WIDE),
        ("8k,--v 5", {"prompt": "8k,"}),
        ("(x:1.2),--ar 16:9 --v 6", {"prompt": "(x:1.2),"} | WIDE),
        ("snow.--no hands", {"prompt": "snow.", "negative_prompt": "hands"}),
        ("<lora:ink:.5>,--ar 16:9", {"prompt": "", "loras": (Lora("ink", 0.5),)} | WIDE),
        ("🦊--ar 16:9", {"prompt": "🦊"} | WIDE),
        ("снег--ar 16:9", {"prompt": "снег"} | WIDE),
        ("snow--ar 16:9", {"prompt": "snow"} | WIDE),
        ("snow,—ar 16:9", {"prompt": "snow,"} | WIDE),
        ("snow!——ar 16:9", {"prompt": "snow!"} | WIDE),
        ("a --v 5--ar 16:9", {"prompt": "a"} | WIDE),
        ("a --s 250--ar 16:9", {"prompt": "a"} | WIDE),
        ("a --steps 30--no hands", {"prompt": "a", "steps": 30, "negative_prompt": "hands"}),
        ("a --ar 16:9--v 6", {"prompt": "a"} | WIDE),
        ("a --raw--ar 16:9", {"prompt": "a"} | WIDE),
    ],
)
def test_a_known_flag_may_touch_what_stands_before_it(
    text: str, expected: dict[str, object]
) -> None:
    assert said(text) == expected


@each_row("dashes", ["---", "----", "‒‒", "‒", "⸺", "⸻", "──", "━━"])
def test_any_dashes_will_do_before_a_known_name(dashes: str) -> None:
    assert said(f"a fox {dashes}ar 16:9") == {"prompt": "a fox"} | WIDE


@each_row(
    "text",
    [
        "snow,--very cold",
        "he said--no more of it",
        "he said—no more of it",
        "a light--raw and cold",
        "a sign (--no entry)",
        "x=--ar 16:9",
        "snow,—no wind—, a fox",
        "a fox ---BREAK--- a hen",
        "a car — v 8 engine, red",
        "a house — c 1900",
        "a house — s 1 of 2",
        "ink——so it is——, snow",
    ],
)
def test_what_touches_words_and_is_no_flag_is_text(text: str) -> None:
    assert said(text) == {"prompt": text}


@pytest.mark.parametrize("text", ["a fox — ar 16:9 — v 6", "a fox -- v 6 --ar 16:9"])
def test_a_space_behind_the_dashes_is_forgiven_among_flags(text: str) -> None:
    assert said(text) == {"prompt": "a fox"} | WIDE


@each_row(
    "text, prompt",
    [
        ("a <<lora:x:1>lora:ink:1>", "a lora:ink:1>"),
        ("a <<<lora:x:1>lora:ink:1>", "a lora:ink:1>"),
        ("a fox <lo<hypernet:a>ra:ink:1>", "a fox lora:ink:1>"),
        ("a fox -<lora:x:1>-ar 16:9", "a fox - -ar 16:9"),
        ("a fox —<lora:x:1>-ar 16:9", "a fox — -ar 16:9"),
    ],
)
def test_what_is_left_around_a_tag_makes_no_other_item(text: str, prompt: str) -> None:
    first = taken(text).options.prompt
    assert first == prompt
    assert said(first)["prompt"] == prompt


@each_row(
    "text, prompt",
    [
        ("a --niji 90s anime", "a 90s anime"),
        ("a --q 3d render", "a 3d render"),
        ("a --video 4k, lake", "a 4k, lake"),
        ("a --p 3 foxes", "a 3 foxes"),
        ("a --sref 123 4k photo", "a 4k photo"),
        ("a --s 250, red", "a red"),
        ("a --q .5 red", "a red"),
        ("a --iw 90% red", "a red"),
        ("a --p jhy8b2k red", "a red"),
    ],
)
def test_a_number_of_midjourney_is_all_number(text: str, prompt: str) -> None:
    assert said(text) == {"prompt": prompt}


@each_row(
    "flag, expected",
    [
        ("--sampler Euler a", {"sampler": "Euler a"}),
        ("--sampler Euler a, red", {"prompt": "a fox red", "sampler": "Euler a"}),
        ("--sampler Euler red", {"prompt": "a fox red", "sampler": "Euler"}),
        ("--sampler dpm2 A karras --n 2", {"sampler": "DPM2 a Karras", "images": 2}),
        ("--lora ink:0.5, fog:1", {"loras": (Lora("ink", 0.5), Lora("fog"))}),
        ("--lora ink:0.5, fog", {"prompt": "a fox fog", "loras": (Lora("ink", 0.5),)}),
        ("--lora ink,fog:.5, x:1 red", {"prompt": "a fox red"}),
        ("--seed ４２ --ar １６：９", {"seed": 42} | WIDE),
        ("--no hands -- text --seed 7", {"negative_prompt": "hands -- text", "seed": 7}),
    ],
)
def test_a_value_goes_on_behind_a_space_where_it_can(
    flag: str, expected: dict[str, object]
) -> None:
    assert said(f"a fox {flag}").items() >= ({"prompt": "a fox"} | expected).items()


@each_row(
    "text, told",
    [
        ("--lora ink:0,5", "such as `ink:0.5`; you gave `ink:0,5`"),
        ("--lora fog:1,ink:0,5", "such as `ink:0.5`; you gave `ink:0,5`"),
        ("<lora:ink:0,5>", "such as `ink:0.5`; you gave `ink:0,5`"),
        ("--lora ink 0.5", "NAME:STRENGTH, with a strength between 0 and 1; you gave `ink 0.5`"),
        ("--lora ink 1 --n 2", "NAME:STRENGTH, with a strength between 0 and 1; you gave `ink 1`"),
    ],
)
def test_a_strength_written_otherwise_is_refused_with_the_form(text: str, told: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        taken(f"a fox {text}")
    assert told in str(caught.value)


def test_a_name_may_hold_what_looks_like_a_number_and_a_flag() -> None:
    assert said("a fox --lora 0--N:0 --model 1--ar") == {
        "prompt": "a fox",
        "loras": (Lora("0--N", 0.0),),
        "model": "1--ar",
    }


def test_a_lycoris_is_a_lora() -> None:
    assert said("a fox <lycoris:ink:0.5>") == {"prompt": "a fox", "loras": (Lora("ink", 0.5),)}


def test_a_decimal_comma_is_read_where_it_was_pasted() -> None:
    parsed = parse("a <lora:ink:0,5>\nSteps: 20, CFG scale: 7,5, Seed: 3")
    assert (parsed.options.loras, parsed.options.guidance) == ((Lora("ink", 0.5),), 7.5)
    assert not parsed.obstacles
