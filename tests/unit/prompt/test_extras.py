"""LoRAs and embeddings, as option, flag and tag."""

from __future__ import annotations

import pytest

from bot.domain.request import Lora
from bot.errors import InvalidOptionError
from bot.prompt.parse import parse, parse_embeddings, parse_loras
from bot.texts.say import say
from tests.tables import each_row
from tests.unit.prompt.said import said, taken


@each_row(
    "text, prompt, loras",
    [
        ("a cat <lora:x:0.7>", "a cat", (Lora("x", 0.7),)),
        ("a cat <lora:x>", "a cat", (Lora("x"),)),
        ("a cat <LORA:my x:0> in rain", "a cat in rain", (Lora("my x", 0.0),)),
        ("a cat<lora:x:1>, grey", "a cat, grey", (Lora("x"),)),
        ("<lora:x:1><lora:y:0.5>a cat", "a cat", (Lora("x"), Lora("y", 0.5))),
        ("<lora:x:1>--seed 7 a cat", "a cat", (Lora("x"),)),
        ("a cat --no dogs <lora:x:0.7>", "a cat", (Lora("x", 0.7),)),
        ("<lora:y> a cat --no dogs <lora:x:0.7>", "a cat", (Lora("y"), Lora("x", 0.7))),
        ("a cat --no dogs --seed 7 <lora:x:0.7>", "a cat", (Lora("x", 0.7),)),
        ("a cat --no dogs <LORA:x:0.7>", "a cat", (Lora("x", 0.7),)),
        ("a <lora:y <lora:x:0.7>", "a <lora:y", (Lora("x", 0.7),)),
        ("a cat --lora a:0.5,b", "a cat", (Lora("a", 0.5), Lora("b"))),
    ],
)
def test_a_tag_is_taken_out_of_the_text(text: str, prompt: str, loras: tuple[Lora, ...]) -> None:
    options = parse(text).options
    assert (options.prompt, options.loras) == (prompt, loras)


def test_a_tag_beside_negative_words_leaves_them() -> None:
    assert said("a cat --no dogs <lora:x:0.7> rain")["negative_prompt"] == "dogs rain"


def test_a_tag_in_a_quoted_value_is_text() -> None:
    assert said('a cat --no "<lora:x:1>"')["negative_prompt"] == "<lora:x:1>"


@each_row("tag", ["", ":0.5", "x:1.01", "x:-1", "x:nan", "x:1e-1", "x:", "x:PALETTE"])
def test_a_tag_that_will_not_do_is_an_error(tag: str) -> None:
    with pytest.raises(InvalidOptionError, match=r"^`<lora:…>` .* 0 and 1"):
        taken(f"a cat <lora:{tag}>")


@each_row(
    "tag, lora, told",
    [
        ("lora:ink:1:1:lbw=IN02", Lora("ink", 1.0), ["<lora:ink> 1:1:lbw=IN02 → 1"]),
        ("lora:ink:0.5:0.8", Lora("ink", 0.5), ["<lora:ink> 0.5:0.8 → 0.5"]),
        ("lora:ink:0.6:PALETTE", Lora("ink", 0.6), ["<lora:ink> 0.6:PALETTE → 0.6"]),
        (
            "lora:ink:0.75@0.0,0.38@0.5",
            Lora("ink", 0.75),
            ["<lora:ink> 0.75@0.0,0.38@0.5 → 0.75"],
        ),
        ("lora:ink:lbw=IN02", Lora("ink", 1.0), ["<lora:ink> lbw=IN02 → 1"]),
        (
            "lora:ink:te=0.5:unet=0.8",
            Lora("ink", 0.5),
            ["<lora:ink> te=0.5:unet=0.8 → 0.5"],
        ),
        ("lora:ink:.5", Lora("ink", 0.5), []),
        ("lyco:ink:0.7", Lora("ink", 0.7), []),
        ("LoCon:ink", Lora("ink"), []),
        (r"lora:details\ink_1:0.3", Lora(r"details\ink_1", 0.3), []),
        ("lora:details/ink_1:0.3", Lora("details/ink_1", 0.3), []),
        ("hypernet:old:0.5", None, ["without <hypernet:old:0.5>"]),
    ],
)
def test_of_several_weights_the_first_counts(tag: str, lora: Lora | None, told: list[str]) -> None:
    parsed = taken(f"a cat <{tag}>")
    assert parsed.options.loras == ((lora,) if lora else ())
    assert [say(note) for note in parsed.notes] == told


@each_row(
    "tag, loras, told",
    [
        ("ink:1.4", (Lora("ink", 1.0),), ["<lora:ink> 1.4 → 1"]),
        ("ink:-0.5", (Lora("ink", 0.0),), ["<lora:ink> -0.5 → 0"]),
        ("ink:nan", (Lora("ink", 1.0),), ["<lora:ink> nan → 1"]),
        ("ink:", (Lora("ink", 1.0),), []),
        (":0.5", (), ["without <lora::0.5>"]),
    ],
)
def test_a_tag_beside_a_block_is_pasted_too(
    tag: str, loras: tuple[Lora, ...], told: list[str]
) -> None:
    parsed = taken(f"a cat <lora:{tag}>\nSteps: 20, Seed: 3")
    assert parsed.options.loras == loras
    assert [say(note) for note in parsed.notes] == told


@each_row(
    "text, names",
    [
        ("a <lora:x> --lora y <lora:z>", "xyz"),
        ("--lora x,y <lora:z> a", "xyz"),
        ("a --no b <lora:x> --lora y c <lora:z>", "xyz"),
        ("a <lora:x>\nNegative prompt: b <lora:y>\nSteps: 20, Seed: 3 --lora z", "xyz"),
    ],
)
def test_loras_keep_the_order_of_the_text(text: str, names: str) -> None:
    assert [lora.name for lora in taken(text).options.loras] == list(names)


@each_row(
    "text, prompt",
    [
        ("<lora:x>, a cat", "a cat"),
        ("<lora:x>, <lora:y>, a cat", "a cat"),
        ("a cat, <lora:x>, grey", "a cat, grey"),
        ("a cat, <lora:x>", "a cat"),
        ("a cat <lora:x>, <lora:y>, grey", "a cat, grey"),
        ("a cat, <lora:x> --seed 7", "a cat"),
        ("a cat,, <lora:x> grey,", "a cat,, grey,"),
    ],
)
def test_the_commas_around_a_tag_go_with_it(text: str, prompt: str) -> None:
    assert taken(text).options.prompt == prompt


def test_the_option_lists_loras_with_commas() -> None:
    assert parse_loras("a b:0.7, other , last:1,", "loras") == (
        Lora("a b", 0.7),
        Lora("other"),
        Lora("last"),
    )


def test_the_option_lists_embeddings_with_commas() -> None:
    assert parse_embeddings("a b, , c\u200b.pt") == ("a b", "c.pt")


def test_a_strength_out_of_range_names_the_option() -> None:
    with pytest.raises(InvalidOptionError, match=r"^`loras` .* `x:1\.01`"):
        parse_loras("y:1, x:1.01", "loras")
