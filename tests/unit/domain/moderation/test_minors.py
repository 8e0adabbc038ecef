"""The built-in filter, by a table of what it has to refuse and to pass in seven languages."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moderation.minors import is_about_minors, is_wrong
from bot.domain.moderation.minors_ages import says_young_age
from bot.domain.request import GenerationRequest, Lora
from tests.tables import each_row

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = Path(__file__).parents[1] / "tables" / "minors.txt"
PAPER = Path(__file__).parents[4] / "docs" / "moderation.md"
LANGUAGES = {"en", "de", "es", "fr", "ja", "pt", "zh"}
LEAST_PRECISION, LEAST_RECALL = 0.99, 0.99
MODEL = "dreamshaper_8_93211.safetensors"


def made(prompt: str, negative: str = "", **rest: object) -> GenerationRequest:
    options = {"model": MODEL, "width": 512, "height": 512} | rest
    return GenerationRequest(prompt=prompt, negative_prompt=negative, **options)  # type: ignore[arg-type]


def rows() -> list[tuple[bool, str, str]]:
    """Return whether each line has to be refused, its language, and what it says."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    table = [line.split(" ", 2) for line in lines if line and not line.startswith("#")]
    return [(sign == "+", language, said) for sign, language, said in table]


def refused(said: str) -> bool:
    prompt, _, negative = said.partition(" || ")
    return is_about_minors(made(prompt, negative))


def test_it_is_as_precise_and_as_thorough_as_the_paper_says() -> None:
    table = rows()
    wanted = {said for wrong, _, said in table if wrong}
    innocent = {said for wrong, _, said in table if not wrong}
    found = {said for _, _, said in table if refused(said)}
    precision, recall = len(found & wanted) / len(found), len(found & wanted) / len(wanted)
    assert precision >= LEAST_PRECISION, found & innocent
    assert recall >= LEAST_RECALL, wanted - found
    assert min(len(wanted), len(innocent)) >= 200
    for sign in (True, False):
        languages = [language for wrong, language, _ in table if wrong is sign]
        assert {each for each in LANGUAGES if languages.count(each) >= 25} == LANGUAGES
    told = re.search(
        r"(\d+) that have to be refused and (\d+) that have to pass.*?precision (\d\.\d+) and"
        r" recall (\d\.\d+)",
        " ".join(PAPER.read_text(encoding="utf-8").split()),
    )
    assert told is not None
    assert (int(told[1]), int(told[2])) == (len(wanted), len(innocent))
    assert (float(told[3]), float(told[4])) == (round(precision, 3), round(recall, 3))


def test_what_the_prompt_says_counts_together_with_names() -> None:
    child, nude = "a child in a garden", "nude woman, 30 years old"
    assert is_about_minors(made(nude, loras=(Lora("child_body_v2"),)))
    assert is_about_minors(made(nude, embeddings=("toddler-face",)))
    assert is_about_minors(made(child, loras=(Lora("nsfw_details"),)))
    assert is_about_minors(made(child, model="nude_photos_v3.safetensors"))
    assert not is_about_minors(made(child, model="nude_photos_v3.safetensors", any_model=True))
    assert not is_about_minors(made(child, embeddings=("bad_nsfw_negative",)))
    assert not is_about_minors(made(nude, loras=(Lora("film_grain"),), embeddings=("soft_light",)))


def test_a_negative_prompt_is_read_for_the_contrary() -> None:
    for negative in (
        "child, nsfw",
        "loli, shota, child, nude",
        "nude child",
        "clothes on the floor",
    ):
        assert not is_about_minors(made("a child in a garden", negative))
        assert not is_about_minors(made("nude woman, oil painting", negative))
    assert is_about_minors(made("a child in a garden", "blurry, (clothes:1.3)"))
    assert is_about_minors(made("nude person", "ADULT, blurry"))
    assert not is_about_minors(made("a landscape", "clothes, adult"))


EVASIONS: dict[str, Callable[[str], str]] = {
    "spaces": " ".join,
    "dots": ".".join,
    "capitals": str.upper,
    "wide": lambda word: "".join(chr(ord(letter) + 0xFEE0) for letter in word),
    "zero width": "\u200b".join,
    "marks": lambda word: "".join(f"{letter}\u0336" for letter in word),
    "digits": lambda word: word.translate(str.maketrans("eioa", "3104")),
    "other letters": lambda word: word.translate(str.maketrans("eioca", "еіоса")),
    "doubled": lambda word: "".join(letter * 3 if letter in "aeiou" else letter for letter in word),
}


@given(
    young=st.sampled_from(["child", "kids", "toddler", "schoolgirl"]),
    sexual=st.sampled_from(["nude", "naked", "erotic", "porn"]),
    ways=st.tuples(*[st.sampled_from(sorted(EVASIONS))] * 2),
    between=st.lists(st.sampled_from(["a photo of", "in a garden", "best quality"]), max_size=3),
    turned=st.booleans(),
)
def test_no_way_of_writing_hides_it(
    young: str, sexual: str, ways: tuple[str, str], between: list[str], *, turned: bool
) -> None:
    words = [EVASIONS[ways[0]](young), *between, EVASIONS[ways[1]](sexual)]
    assert is_wrong(", ".join(reversed(words) if turned else words))


@given(st.text(max_size=1024))
def test_any_text_is_read(said: str) -> None:
    assert is_wrong(said) in {True, False}
    assert is_wrong(f"{said}, loli, {said}")


@given(st.integers(0, 120), st.sampled_from(["{}yo", "{} years old", "aged {}", "{}歳", "{}岁"]))
def test_eighteen_is_the_age(age: int, form: str) -> None:
    assert is_wrong(f"nude person, {form.format(age)}") == (age < 18)


@each_row("said", ["a", "12 " * 340, "n u d e " * 128, "minor " * 170, "裸足" * 512])
def test_long_texts_say_no_more_than_short_ones(said: str) -> None:
    assert not is_wrong(said[:1024])


def test_many_spaces_take_no_longer_than_one() -> None:
    began = time.thread_time()
    padded = "age" + " " * 10_000 + "x"
    assert not says_young_age(padded, padded)
    # It took a quarter of a minute while the patterns met the spaces themselves.
    assert time.thread_time() - began < 5
