"""What a member says wins over a style, and that over their own defaults."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.member import Member
from bot.domain.request import HiresScale, Lora
from bot.domain.style import Style
from bot.prompt.manner import PLAIN, Manner, filled, names_of
from bot.prompt.options import Options
from bot.prompt.render import said_as_flags

NOIR = Style(
    name="Noir",
    prompt="{prompt}, film noir",
    negative_prompt="colour",
    options="--ar 16:9 --steps 30 --lora grain:0.5 --lora dust",
)
OWN = Member(model="mine", aspect="2:3", steps=9, negative_prompt="blur")

SAID: dict[str, st.SearchStrategy[Any]] = {
    "model": st.sampled_from(["a", "b"]),
    "aspect": st.sampled_from(["1:1", "16:9"]),
    "width": st.integers(128, 256),
    "height": st.integers(128, 256),
    "steps": st.integers(1, 100),
    "guidance": st.sampled_from([1.0, 7.5]),
    "loras": st.lists(st.sampled_from([Lora("a"), Lora("A.safetensors", 0.5), Lora("b")])).map(
        tuple
    ),
    "embeddings": st.lists(st.sampled_from(["e", "E", "f"])).map(tuple),
    "hires": st.sampled_from(list(HiresScale)),
    "hires_strength": st.sampled_from([0.25, 0.5]),
}
OPTIONS = st.fixed_dictionaries({}, optional=SAID).map(lambda said: Options(**said))


def test_words_of_a_style_stand_around_those_of_the_member() -> None:
    worded = Manner(NOIR, own=OWN).around(Options(prompt="a cat", negative_prompt="dogs"))
    assert worded == Options(prompt="a cat, film noir", negative_prompt="dogs, colour")
    worded = Manner(NOIR, own=OWN).around(Options(prompt="a cat"))
    assert worded.negative_prompt == "colour"
    # Without a prompt there is nothing to put into the frame: that is refused.
    assert Manner(NOIR).around(Options()).prompt is None


def test_an_own_negative_prompt_counts_where_nobody_says_one() -> None:
    assert Manner(own=OWN).around(Options()).negative_prompt == "blur"
    assert Manner(own=OWN).around(Options(negative_prompt="dogs")).negative_prompt == "dogs"
    plain = Style(name="Warm", prompt="warm")
    assert Manner(plain, own=OWN).around(Options(prompt="x")).negative_prompt == "blur"


def test_settings_come_from_who_is_nearest() -> None:
    beneath, labels = Manner(NOIR, own=OWN).beneath(Options(steps=50, loras=(Lora("Dust", 1.0),)))
    assert beneath == Options(model="mine", aspect="16:9", loras=(Lora("grain", 0.5),))
    assert labels == {
        "model": "/settings: model",
        "aspect": "Noir: ar",
        "loras": "Noir: lora",
    }
    assert PLAIN.beneath(Options()) == (Options(), {})
    assert PLAIN.whole(Options(prompt="x")) == Options(prompt="x")


def test_a_shape_is_one_thing() -> None:
    sized = Manner(Style(name="S", options="--size 512x768"), own=OWN)
    assert sized.beneath(Options(aspect="1:1"))[0] == Options(model="mine", steps=9)
    assert sized.beneath(Options())[0] == Options(width=512, height=768, model="mine", steps=9)
    assert Manner(own=OWN).beneath(Options(width=640))[0].aspect is None


def test_what_means_nothing_without_hires_comes_with_it_or_not_at_all() -> None:
    manner = Manner(Style(name="S", options="--hires 2x --hires-strength 0.3"))
    assert manner.beneath(Options())[0].hires_strength == 0.3
    assert manner.beneath(Options(hires=HiresScale.X4))[0] == Options(hires_strength=0.3)
    lone = Manner(Style(name="S", options="--hires-strength 0.3"))
    assert lone.beneath(Options())[0] == Options()
    assert lone.beneath(Options(hires=HiresScale.X4))[0] == Options(hires_strength=0.3)


@given(OPTIONS, OPTIONS)
def test_nothing_that_is_said_is_changed_by_what_lies_beneath(
    said: Options, other: Options
) -> None:
    beneath, _ = Manner(Style(name="S", options=said_as_flags(other))).beneath(said)
    whole = filled(said, beneath)
    for name in (field.name for field in fields(Options)):
        before, after = getattr(said, name), getattr(whole, name)
        if isinstance(before, tuple):
            assert after[: len(before)] == before
        elif before is not None:
            assert after == before
    assert names_of(whole) >= names_of(said)
    assert not (said.sides and whole.aspect and said.aspect is None)
    assert not (said.aspect and said.sides is None and whole.sides)
    # Nothing is left to be taken a second time.
    assert Manner(Style(name="S", options=said_as_flags(other))).beneath(whole)[0] == Options()
