from __future__ import annotations

import pytest

from bot.domain.models import Model, ModelKind
from bot.domain.taste import Taste
from bot.prompt.index import Index

NAMES = [
    "add_detail_44319",
    "more_details_59655",
    "ink_wash · Sumi-E",
    "epiCRealism.safetensors",
    "sd15/filmVelvia3",
    "detail_tweaker_xl",
    "rare",
]


def model(said: str, base: str = "SD 1.5") -> Model:
    name = said.partition(" · ")[0]
    return Model(ModelKind.LORA, name, said, base_model="SDXL 1.0" if "xl" in name else base)


@pytest.fixture
def index() -> Index:
    index = Index()
    index.add(map(model, NAMES))
    return index


def found(index: Index, typed: str, taste: Taste | None = None) -> list[str]:
    return [model.name for model in index.find(typed, taste or Taste())]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", [model(name).name for name in NAMES]),
        ("  ", [model(name).name for name in NAMES]),
        # What begins so, then where a word begins so, then what holds it anywhere.
        ("detail", ["detail_tweaker_xl", "add_detail_44319", "more_details_59655"]),
        ("DETAIL TW", ["detail_tweaker_xl"]),
        ("adddet", ["add_detail_44319"]),
        ("sumi e", ["ink_wash"]),
        ("44319 add", ["add_detail_44319"]),
        ("sdxl", ["detail_tweaker_xl"]),
        ("epicrealism.safetensors", ["epiCRealism.safetensors"]),
        ("film_velvia", ["sd15/filmVelvia3"]),
        # Nearly.
        ("more_detials", ["more_details_59655"]),
        ("epicrelism", ["epiCRealism.safetensors"]),
        ("filmvelvai3", ["sd15/filmVelvia3"]),
        ("zzz", []),
        ("qqqqqqqqqq", []),
        ("._-", [model(name).name for name in NAMES]),
        ("x" * 5000, []),
        ("ink_wash" + " " * 5000, ["ink_wash"]),
        ("\0\ud800🐱", []),
    ],
)
def test_what_fits_exactly_comes_before_what_nearly_does(
    index: Index, typed: str, names: list[str]
) -> None:
    assert found(index, typed)[: len(names)] == names
    assert bool(names) == bool(found(index, typed))


def test_what_is_used_most_comes_first_of_what_fits_as_exactly(index: Index) -> None:
    taste = Taste(favourites=("gone", "rare", "more_details_59655", "add_detail_44319"))
    assert found(index, "", taste)[:3] == ["rare", "more_details_59655", "add_detail_44319"]
    assert len(found(index, "", taste)) == len(NAMES)
    wanted = ["more_details_59655", "add_detail_44319", "detail_tweaker_xl"]
    assert found(index, "detail", taste)[:3] == wanted
    assert found(index, "detail_tw", taste)[0] == "detail_tweaker_xl"


def test_models_of_the_base_that_was_chosen_come_before_favourites_of_others(index: Index) -> None:
    taste = Taste(favourites=("more_details_59655",), bases=frozenset({"SDXL 1.0"}))
    assert found(index, "detail", taste) == [
        "detail_tweaker_xl",
        "more_details_59655",
        "add_detail_44319",
    ]


def test_what_is_named_already_or_not_allowed_is_left_out(index: Index) -> None:
    taste = Taste(
        favourites=("more_details_59655",),
        named=frozenset({"add_detail_44319"}),
        allows=lambda model: model.name != "more_details_59655",
    )
    assert found(index, "detail", taste) == ["detail_tweaker_xl"]
    assert "more_details_59655" not in found(index, "more_detials", taste)


def test_a_model_that_comes_again_is_found_by_its_new_label_alone(index: Index) -> None:
    index.add([model("rare · Wonderful")])
    assert [it.label for it in index.find("wonder")] == ["rare · Wonderful"]
    assert [it.name for it in index.models] == [model(name).name for name in NAMES]
    index.add([model("rare")])
    assert found(index, "wonder") == []


def test_of_a_hostile_label_the_beginning_is_read() -> None:
    index = Index()
    index.add([Model(ModelKind.LORA, "long", "long " + "detail " * 1500 + "needle")])
    assert found(index, "long detail") == ["long"]
    assert found(index, "needle") == []
