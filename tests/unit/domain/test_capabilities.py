"""What of a request an engine takes, and what a command offers for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.capabilities import Capabilities, Detection, check, fitted, offered
from bot.domain.kinds import Choice, Factor, Number, Whole
from bot.domain.options import DEFAULTS, OPTIONS
from bot.domain.ranges import Bound
from bot.domain.request import GenerationRequest, Hires, HiresScale, ImageFormat, Lora
from bot.errors import InvalidOptionError, ObstaclesError
from bot.texts.say import say
from tests.tables import each_row

ALL = Capabilities(
    options=frozenset(row.name for row in OPTIONS),
    detection=Detection.NONE,
    draws_seeds=False,
    finds=False,
    can_cancel=False,
    survives=True,
)
FEW = replace(
    ALL,
    options=frozenset({"negative_prompt", "model", "images", "steps", "guidance", "sampler"}),
    choices={"sampler": ("Euler a", "DPM++ 2M Karras")},
    bounds={"images": Bound(1, 4), "guidance": Bound(1, 10)},
    size_multiple=64,
)


def wish(**said: Any) -> GenerationRequest:  # noqa: ANN401 - any field
    values: dict[str, Any] = {"prompt": "a fox", "model": "m", "width": 512, "height": 512}
    return GenerationRequest(**(values | said))


def test_defaults_say_nothing() -> None:
    check(wish(), FEW, "Few")
    check(wish(), replace(FEW, options=frozenset({"model"}), choices={}), "Few")


@each_row(
    "said, option",
    [
        ({"vae": "blessed"}, "vae"),
        ({"loras": (Lora("detail"),)}, "loras"),
        ({"embeddings": ("easy",)}, "embeddings"),
        ({"clip_skip": 2}, "clip_skip"),
        ({"seed": 7}, "seed"),
        ({"format": ImageFormat.PNG}, "format"),
        ({"hires": Hires(HiresScale.X2)}, "hires"),
    ],
)
def test_what_is_not_taken_is_refused_by_name(said: dict[str, object], option: str) -> None:
    check(wish(**said), ALL, "All")
    with pytest.raises(InvalidOptionError) as caught:
        check(wish(**said), FEW, "Few")
    assert caught.value.option == option
    assert "Few" in say(caught.value.text)


@each_row(
    "said, allowed",
    [
        ({"sampler": "PLMS"}, "DPM++ 2M Karras"),
        ({"images": 5}, "4"),
        ({"guidance": 10.5}, "10"),
    ],
)
def test_a_value_that_is_not_taken_is_refused_with_what_is(
    said: dict[str, object], allowed: str
) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        check(wish(**said), FEW, "Few")
    assert caught.value.option in said
    assert allowed in say(caught.value.text)


def test_all_that_is_not_taken_is_refused_at_once() -> None:
    with pytest.raises(ObstaclesError) as caught:
        check(wish(sampler="PLMS", images=5, vae="x", clip_skip=2), FEW, "Few")
    named = [it.option for it in caught.value.obstacles if isinstance(it, InvalidOptionError)]
    assert named == ["images", "sampler", "clip_skip", "vae"]


def test_a_size_is_fitted_below_what_is_allowed_where_it_was_below() -> None:
    request = wish(width=500, height=700)
    assert fitted(request, FEW, 500 * 700).size == (448, 640)
    assert fitted(request, FEW, 512 * 704).size == (512, 704)
    assert fitted(request, FEW, 100).size == (512, 704)


@each_row(
    "size, taken",
    [
        ((512, 512), (512, 512)),
        ((500, 530), (512, 512)),
        ((544, 543), (576, 512)),
        ((128, 2048), (128, 2048)),
        ((130, 159), (128, 128)),
    ],
)
def test_sides_are_brought_to_the_nearest_multiple(
    size: tuple[int, int], taken: tuple[int, int]
) -> None:
    request = wish(width=size[0], height=size[1])
    assert fitted(request, FEW).size == taken
    assert fitted(request, ALL) is request


def test_a_command_offers_what_is_taken_and_in_the_range_that_is_taken() -> None:
    rows = {row.name: row for row in offered(FEW)}
    assert not rows.keys() & {"vae", "loras", "embeddings", "seed", "hires", "format"}
    assert {"prompt", "width", "aspect", "private", "style"} <= rows.keys()
    assert rows["sampler"].kind == Choice(("Euler a", "DPM++ 2M Karras"))
    assert rows["images"].kind == Whole(Bound(1, 4))
    assert rows["guidance"].kind == Number(Bound(1, 10))
    assert offered(ALL) == [row for row in OPTIONS if row.about]


def test_scales_are_offered_as_they_are_taken() -> None:
    rows = {row.name: row for row in offered(replace(ALL, choices={"hires": ("2x",)}))}
    assert rows["hires"].kind == Factor((HiresScale.X2,))


def test_the_default_of_each_choice_is_taken() -> None:
    assert DEFAULTS["sampler"] in FEW.samplers
