from __future__ import annotations

from bot.domain.kinds import Names, Strengths
from bot.domain.models import Model, ModelKind
from bot.domain.options import BY_NAME
from bot.prompt.completing import Typed, plain, shown, shown_in_list, typed, with_strengths
from bot.prompt.slash import slash_options
from tests.tables import each_row

LORAS, EMBEDDINGS = BY_NAME["loras"].kind, BY_NAME["embeddings"].kind


@each_row(
    "text, taken",
    [
        ("", Typed()),
        ("add_", Typed(name="add_")),
        (
            "detail:0.7, add_",
            Typed(before="detail:0.7, ", names=("detail",), name="add_"),
        ),
        ("a,,b :0.5 ,", Typed(before="a, b :0.5, ", names=("a", "b"))),
        ("a:0.", Typed(name="a", strength="0.")),
        ("a:", Typed(name="a", strength="")),
        # What a client shows of a choice, typed on.
        (
            "a:0.7 · SD 1.5, b · Pony:0.3",
            Typed(before="a:0.7, ", names=("a",), name="b", strength="0.3"),
        ),
        ("a · b, c", Typed(before="a · b, ", names=("a · b",), name="c")),
        ("\u202ea\0,b", Typed(before="a, ", names=("a",), name="b")),
        ("x" * 6000, Typed(name="x" * 1000)),
    ],
)
def test_of_a_list_the_last_entry_is_completed(text: str, taken: Typed) -> None:
    assert typed(text) == taken


def test_strengths_are_offered_that_begin_as_typed() -> None:
    assert isinstance(LORAS, Strengths)
    assert isinstance(EMBEDDINGS, Names)
    assert with_strengths("a", "0.7", LORAS) == ["a:0.7"]
    assert with_strengths("a", "0.75", LORAS) == ["a:0.75"]
    assert with_strengths("a", "0.", LORAS)[:2] == ["a:0.9", "a:0.8"]
    assert with_strengths("a", "", LORAS)[0] == "a:1"
    assert with_strengths("a", "7", LORAS) == []
    assert with_strengths("a", "0.5", EMBEDDINGS) == ["a"]
    for entry in with_strengths("a", "", LORAS) + with_strengths("a", "0.", LORAS):
        assert slash_options({"loras": entry}).obstacles == ()


def test_a_choice_shows_the_base_model_where_it_fits() -> None:
    model = Model(ModelKind.CHECKPOINT, "dream_8", "dream_8 · Dream", base_model="SD 1.5")
    assert shown(model) == "dream_8 · Dream · SD 1.5"
    assert shown(Model(ModelKind.CHECKPOINT, "a", "b" * 100, base_model="Pony")) == "b" * 100
    assert shown(Model(ModelKind.CHECKPOINT, "a", "b" * 101, base_model="Pony")) == "a"
    assert shown(Model(ModelKind.CHECKPOINT, "a", "a")) == "a"


@each_row("base", ["SD 1.5", "SDXL 1.0", "Pony", "Flux.1 D", "", "Other", "a, b", ":"])
def test_what_a_list_shows_is_read_as_its_value(base: str) -> None:
    model = Model(ModelKind.LORA, "add_detail", "Add Detail", base_model=base)
    words = shown_in_list("ink:0.7, add_detail", model)
    assert plain(words) == "ink:0.7, add_detail"
    assert (base in words) or base in {"Other", "a, b", ":"}
    assert shown_in_list("a" * 99, model) == "a" * 99
    [first, second] = slash_options({"loras": words}).options.loras
    assert (first.name, first.strength, second.name) == ("ink", 0.7, "add_detail")
    assert slash_options({"embeddings": words.replace(":0.7", "")}).options.embeddings == (
        "ink",
        "add_detail",
    )
