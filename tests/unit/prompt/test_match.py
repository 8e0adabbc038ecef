"""Model names match without extension and case."""

from __future__ import annotations

import pytest

from bot.prompt.match import find, same_model


@pytest.mark.parametrize(
    "wanted",
    [
        "dreamshaper_8",
        "DreamShaper_8",
        "dreamshaper_8.safetensors",
        "dreamshaper_8.CKPT",
        "dreamshaper_8.pt",
        " dreamshaper_8.bin ",
    ],
)
def test_extension_case_and_outer_space_do_not_matter(wanted: str) -> None:
    assert same_model(wanted, "dreamshaper_8.safetensors")


@pytest.mark.parametrize("wanted", ["dreamshaper", "dreamshaper_8.png", "dreamshaper_8.pt.pt", ""])
def test_another_name_is_another_model(wanted: str) -> None:
    assert not same_model(wanted, "dreamshaper_8.safetensors")


def test_a_name_is_found_as_the_catalogue_spells_it() -> None:
    assert find("Foo", ["bar.pt", "foo.safetensors"]) == "foo.safetensors"


def test_an_exact_name_goes_before_a_similar_one() -> None:
    assert find("foo.pt", ["FOO.safetensors", "foo.pt"]) == "foo.pt"


def test_of_similar_names_the_first_is_found() -> None:
    assert find("foo", ["foo.ckpt", "foo.pt"]) == "foo.ckpt"


def test_a_name_that_is_not_there_is_not_found() -> None:
    assert find("foo", ["bar.pt"]) is None
