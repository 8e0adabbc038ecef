"""A slash option wins over an inline one; LoRAs and embeddings add up."""

from __future__ import annotations

import re

from bot.domain.request import Lora
from bot.prompt.merge import merge, too_many
from bot.prompt.options import Options
from tests.tables import each_row


@each_row(
    "slash, inline, merged",
    [
        (Options(steps=5), Options(prompt="p", steps=6), Options(prompt="p", steps=5)),
        (Options(), Options(seed=6, private=True), Options(seed=6, private=True)),
        (Options(seed=0), Options(seed=6), Options(seed=0)),
        (Options(private=False), Options(private=True), Options(private=False)),
        (Options(negative_prompt=""), Options(negative_prompt="a"), Options(negative_prompt="")),
        (Options(aspect="1:1"), Options(width=512, height=768), Options(aspect="1:1")),
        (Options(width=512), Options(width=256, height=768), Options(width=512, height=768)),
        (
            Options(width=512),
            Options(aspect="16:9"),
            Options(width=512, aspect="16:9"),
        ),
        (
            Options(aspect="1:1", width=512),
            Options(height=768),
            Options(aspect="1:1", width=512, height=768),
        ),
    ],
)
def test_a_slash_option_wins(slash: Options, inline: Options, merged: Options) -> None:
    assert merge(slash, inline) == merged


def test_loras_go_in_the_order_of_the_text_and_the_option_says_how_strong() -> None:
    slash = Options(loras=(Lora("a", 0.1), Lora("b", 0.2)))
    inline = Options(loras=(Lora("c", 0.3), Lora("A.safetensors", 0.4), Lora("c", 0.5)))
    assert merge(slash, inline).loras == (Lora("c", 0.3), Lora("a", 0.1), Lora("b", 0.2))


def test_embeddings_add_up_and_of_duplicates_the_first_stays() -> None:
    merged = merge(Options(embeddings=("a.pt",)), Options(embeddings=("b", "A", "c", "B.pt")))
    assert merged.embeddings == ("b", "a.pt", "c")


def test_five_loras_are_taken() -> None:
    loras = tuple(Lora(name) for name in "abcde")
    slash, inline = Options(loras=loras[2:]), Options(loras=loras[:2])
    assert merge(slash, inline).loras == loras
    assert list(too_many(slash, inline)) == []


@each_row("names", ["abcdef", "aaaaaa"])
@each_row("at", [0, 3, 6])
def test_a_sixth_entry_is_an_error_even_if_it_is_a_duplicate(names: str, at: int) -> None:
    loras = tuple(Lora(name) for name in names)
    slash = Options(loras=loras[:at], embeddings=tuple(names[:at]))
    inline = Options(loras=loras[at:], embeddings=tuple(names[at:]))
    of_loras, of_embeddings = too_many(slash, inline)
    assert re.match("`loras` .* at most 5 .* `6`", str(of_loras))
    assert re.match("`embeddings` .* at most 5 .* `6`", str(of_embeddings))
