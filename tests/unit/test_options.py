"""The table of options: for every row, what is written, stored or said reads as the same."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, assert_never

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain.kinds import (
    Choice,
    Factor,
    Kind,
    Name,
    Names,
    Number,
    Ratio,
    Size,
    Strengths,
    Switch,
    Whole,
    Words,
)
from bot.domain.options import OPTIONS, Option
from bot.domain.request import MENTIONED, GenerationRequest, Hires, HiresScale, Lora
from bot.errors import InvalidOptionError
from bot.prompt.build import build
from bot.prompt.flags import FLAGS
from bot.prompt.options import Options
from bot.prompt.parse import merge, parse
from bot.prompt.render import as_block, as_flags
from bot.prompt.values import READERS
from bot.store.jobs.request_json import decode, encode
from bot.texts.say import say
from bot.views.settings_text import settings
from tests.tables import each_row
from tests.unit.prompt.said import taken

CAT = GenerationRequest(prompt="a cat", model="m", width=512, height=512)
HELD = [row for row in OPTIONS if row.in_request]
WRITTEN = [row for row in HELD if row.flag]
OF_BLOCK = [row for row in HELD if row.key or row.name in {"prompt", "loras"}]
NAME = st.text("ab <>\"'\\-—_.,:7é", min_size=1, max_size=12).map(str.strip).filter(bool)
IN_LIST = st.text("ab <>\"'\\-—_.7é", min_size=1, max_size=12).map(str.strip).filter(bool)

FEW = hypothesis_settings(max_examples=30)
"""Values of each row: rows of a kind share its code, and are tried one by one."""


def values(kind: Kind) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one for each kind
    """Return what an option of this kind may be."""
    match kind:
        case Words() | Name():
            return NAME
        case Whole(bound=bound):
            return st.integers(int(bound.low), int(bound.high))
        case Number(bound=bound):
            return st.floats(bound.low, bound.high)
        case Choice(values=choices) | Ratio(values=choices) | Factor(values=choices):
            return st.sampled_from(choices)
        case Size(side=side):
            sides = st.integers(int(side.low), int(side.high))
            return st.tuples(sides, sides)
        case Names(most=most):
            return st.lists(IN_LIST, max_size=most, unique_by=str.casefold).map(tuple)
        case Strengths(most=most, strength=strength):
            loras = st.builds(Lora, IN_LIST, st.floats(strength.low, strength.high))
            unique = st.lists(loras, max_size=most, unique_by=lambda lora: lora.name.casefold())
            return unique.map(tuple)
        case Switch():
            return st.booleans()
        case _:
            assert_never(kind)


def asking(row: Option, value: Any) -> GenerationRequest:  # noqa: ANN401 - of any kind
    """Return a request with one option chosen."""
    if row.name == "size":
        return replace(CAT, width=value[0], height=value[1])
    if row.path.startswith("hires."):
        part = {row.path.removeprefix("hires."): value}
        return replace(CAT, hires=Hires(**({"scale": HiresScale.X2} | part)))
    return replace(CAT, **{row.name: value})


def reread(text: str) -> GenerationRequest:
    options = merge(Options(), parse(text).options)
    return build(options, default_model="another", native_side=512)


def by_row(rows: list[Option]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


@by_row(WRITTEN)
@FEW
@given(st.data())
def test_what_is_written_as_flags_is_read_back(row: Option, data: st.DataObject) -> None:
    request = asking(row, data.draw(values(row.kind)))
    assert reread(as_flags(request)) == request


@by_row(OF_BLOCK)
@FEW
@given(st.data())
def test_what_is_written_as_a_block_is_read_back(row: Option, data: st.DataObject) -> None:
    request = asking(row, data.draw(values(row.kind)))
    assert reread(as_block(request)) == request


@by_row(HELD)
@FEW
@given(st.data())
def test_what_is_stored_is_read_back(row: Option, data: st.DataObject) -> None:
    request = asking(row, data.draw(values(row.kind)))
    # A choice equals the text it is stored as; its representation says its type.
    assert repr(decode(encode(request))) == repr(request)


@by_row([row for row in HELD if row.words])
@FEW
@given(st.data())
def test_what_differs_from_the_default_is_told(row: Option, data: st.DataObject) -> None:
    value = data.draw(values(row.kind).filter(lambda value: value != row.default))
    assert len(settings(asking(row, value))) > len(settings(CAT))


@by_row([row for row in OPTIONS if row.aliases])
@FEW
@given(st.data())
def test_an_alias_is_read_as_what_it_stands_for(row: Option, data: st.DataObject) -> None:
    written = str(data.draw(values(row.kind))).replace('"', "").strip(" \\") or "x"
    names = [name for name in (row.flag, *row.aliases) if name]
    read = {parse(f'a cat --{name} "{written}"').options for name in names}
    assert len(read) == 1
    assert getattr(read.pop(), row.name) == READERS[row.name].read(written)


@each_row(
    "text",
    [
        "--size 512x768 --width 640",
        "--width 640 --size 512x768",
        "--width 640 --width 512",
        "--guidance 7 --cfg 8",
    ],
)
def test_two_flags_that_say_the_same_are_one_given_twice(text: str) -> None:
    with pytest.raises(InvalidOptionError, match="given once"):
        taken(f"a cat {text}")


def test_one_side_alone_and_the_other_by_its_flag_make_a_size() -> None:
    assert reread("a cat --width 640").size == (640, 640)
    assert reread("a cat --height 640 --width 512").size == (512, 640)


def test_an_alias_of_no_takes_all_words_too() -> None:
    assert reread("a cat --negative two dogs --seed 7").negative_prompt == "two dogs"


@each_row("text, read", [("true", True), ("False", False), ("maybe", None)])
def test_a_switch_is_read_from_words(text: str, read: bool | None) -> None:
    assert READERS["private"].read(text) is read


def test_a_block_has_the_form_of_a_web_uis() -> None:
    request = replace(
        CAT,
        negative_prompt="dogs, text",
        model="my, own: m",
        loras=(Lora("detail", 0.5),),
        clip_skip=2,
        hires=Hires(HiresScale.X2),
        images=4,
    )
    assert as_block(request) == (
        "a cat <lora:detail:0.5>\n"
        "Negative prompt: dogs, text\n"
        'Steps: 20, Model: "my, own: m", Size: 512x512, CFG scale: 7.5, Sampler: Euler a, '
        "Seed: -1, Clip skip: 2, Hires upscale: 2x, Hires upscaler: Latent, "
        "Denoising strength: 0.5"
    )


def test_what_no_block_can_say_is_written_as_flags() -> None:
    request = replace(CAT, prompt="a cat Steps: 3, Seed: 7", images=4)
    assert as_block(request) == as_flags(request)
    assert reread(as_block(request)) == request


@each_row("column", ["name", "flag", "key"])
def test_no_two_rows_are_said_alike(column: str) -> None:
    said = [getattr(row, column) for row in OPTIONS if getattr(row, column)]
    assert len(said) == len(set(said))


def test_no_alias_is_another_rows_flag() -> None:
    said = [name for row in OPTIONS for name in (row.flag, *row.aliases) if name]
    assert sorted(said) == sorted(FLAGS)
    assert [name for name in said if name != name.casefold()] == []


def test_every_description_is_one_that_discord_takes() -> None:
    assert [row.name for row in OPTIONS if row.about and len(say(row.about)) > 100] == []


def test_every_field_of_a_request_that_can_be_asked_for_is_a_row() -> None:
    names = [row.name for row in HELD if "." not in row.path or row.name == "hires"]
    held = {field.name for field in fields(GenerationRequest)} - {*MENTIONED, "any_model"}
    assert held == set(names) - {"size"}


def test_every_option_that_can_be_said_is_a_row() -> None:
    looked_up = {"style", "size"}
    said = {field.name for field in fields(Options)} - set(MENTIONED)
    assert said == {row.name for row in OPTIONS} - looked_up


@by_row([row for row in HELD if row.default is not None])
def test_a_default_is_what_a_request_has_when_nothing_is_said(row: Option) -> None:
    assert replace(CAT, hires=Hires(HiresScale.X2)).value_of(row) == row.default
