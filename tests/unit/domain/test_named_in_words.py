"""What programs read out of words is found there; other words name nothing."""

from __future__ import annotations

from bot.domain.models import Model, ModelKind
from bot.domain.named_in_words import named_in_words, said_in_words
from bot.domain.request import GenerationRequest

LORA, EMBEDDING = ModelKind.LORA, ModelKind.EMBEDDING


def request(prompt: str, negative: str = "") -> GenerationRequest:
    return GenerationRequest(
        prompt=prompt, negative_prompt=negative, model="m", width=512, height=512
    )


def test_tags_are_found_closed_or_not() -> None:
    asked = request("a <lora:One:1> < LyCO : x/two > (embedding:three:1.2)", "embedding: four, bad")
    assert list(named_in_words(asked)) == [
        ("prompt", LORA, "One"),
        ("prompt", LORA, "x/two"),
        ("prompt", EMBEDDING, "three"),
        ("negative_prompt", EMBEDDING, "four"),
    ]
    assert list(named_in_words(request("b <lora:five"))) == [("prompt", LORA, "five")]


def test_other_words_name_nothing() -> None:
    words = "a fox <3: hearts, lora: my friend, the embedding of a ring, 5 < 6 : 7"
    assert list(named_in_words(request(words, "<ti:x>"))) == []


def test_embeddings_are_found_by_whole_words() -> None:
    listed = [Model(EMBEDDING, name, name) for name in ("Easy-Neg.pt", "hand", "bad hands")]
    found = said_in_words(request("a handsome fox", "easy-neg, (bad  hands), BAD HANDS"), listed)
    assert [(option, model.name) for option, model in found] == [
        ("negative_prompt", "Easy-Neg.pt"),
        ("negative_prompt", "bad hands"),
    ]
