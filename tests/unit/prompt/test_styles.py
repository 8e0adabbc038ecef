"""Styles as they are typed, and as they stand in a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.obstacles import each
from bot.domain.request import Lora
from bot.domain.style import Style
from bot.errors import RefusedError
from bot.prompt.manner import options_of
from bot.prompt.options import Options
from bot.prompt.style_file import MOST_BYTES, MOST_READ, read, write_files
from bot.prompt.styles import Draft, read_style, typed_style, where_it_goes
from bot.texts.say import say
from tests.tables import each_row


def wrong(draft: Draft) -> list[str]:
    return [str(it) for it in (*draft.inline.obstacles, *draft.slash.obstacles)]


def refused(**said: Any) -> list[str]:  # noqa: ANN401 - whatever stands in a file
    with pytest.raises(RefusedError) as caught:
        read_style(said)
    return [str(it) for it in each(caught.value)]


def test_a_frame_may_hold_flags_as_a_prompt_may() -> None:
    draft = typed_style(
        " Film\u200b noir ",
        "{ PROMPT } in {braces}, film noir <lora:grain:0.5> --ar 16:9 --no colour",
        "",
        "--steps 30 --cfg 5",
    )
    assert wrong(draft) == []
    assert draft.style == Style(
        name="Film noir",
        prompt="{prompt} in {braces}, film noir",
        negative_prompt="colour",
        options="--ar 16:9 --steps 30 --cfg 5 --lora grain:0.5",
    )
    assert draft.inline.options.prompt == "… in {braces}, film noir"
    assert options_of(draft.style) == Options(
        prompt="", aspect="16:9", steps=30, guidance=5.0, loras=(Lora("grain", 0.5),)
    )
    assert where_it_goes(draft.style) is None
    behind = where_it_goes(Style(name="s", prompt="film"))
    assert behind is not None
    assert "`{prompt}`" in say(behind)
    assert where_it_goes(Style(name="s", options="--steps 30")) is None


def test_what_is_said_beside_the_frame_wins() -> None:
    draft = typed_style("s", "x --steps 9 --no a", "b", "--steps 30")
    assert (draft.style.options, draft.style.negative_prompt) == ("--steps 30", "b")


def test_all_that_is_wrong_with_a_typed_style_is_found() -> None:
    draft = typed_style("NONE", "x --seed 7 --frob 3", "", "--steps many, a cat")
    found = "\n".join(wrong(draft))
    for words in ("means no style at all", "keeps no seed", "--frob", "--steps", "`a cat`"):
        assert words in found
    assert len(wrong(draft)) == 5
    assert wrong(typed_style("s", "", "", "")) == [
        "A style needs a prompt, a negative prompt or options."
    ]
    assert "between 1 and 32" in wrong(typed_style("n" * 33, "x", "", ""))[0]
    assert "1024" in wrong(typed_style("s", "x" * 1025, "", ""))[0]
    assert "`--private`" in wrong(typed_style("s", "x", "", "--private true"))[0]


def test_styles_do_not_nest() -> None:
    draft = typed_style("s", "x --style noir", "", "")
    assert draft.style == Style(name="s", prompt="x")
    assert [say(note) for note in draft.inline.notes] == ["without --style"]


def test_an_entry_of_a_file_is_words_and_flags() -> None:
    said = {"name": "s", "prompt": "a --steps 9 {Prompt}", "options": "--steps 30", "x": [1]}
    assert read_style(said) == Style(name="s", prompt="a --steps 9 {prompt}", options="--steps 30")
    assert refused(name="s") == ["A style needs a prompt, a negative prompt or options."]
    assert "between 1 and 32" in refused(prompt="x")[0]
    assert refused(name=7, prompt=None)[0] == "`name` must be text; `7` isn't."
    assert "between 1 and 100" in refused(name="s", options="--steps 900")[0]
    assert "only flags" in refused(name="s", options="--steps 9 a cat")[0]
    assert "only flags" in refused(name="s", options="--no cats")[0]
    assert "1024" in refused(name="s", negative_prompt="x" * 1025)[0]
    assert "1000" in refused(name="s", options="x" * 10**6)[0]
    assert "hires" in refused(name="s", options="--hires-strength 0.5")[0]


TEXT = st.text(max_size=40)
STYLES = st.lists(
    st.builds(
        Style,
        name=st.text("ab狐 é", min_size=1, max_size=32).map(str.strip).filter(bool),
        prompt=st.text('ab {}"\\-—é', max_size=40).map(lambda it: " ".join(it.split()) or "p"),
        options=st.sampled_from(["", "--steps 9", '--model "a b"', "--lora x:0.5"]),
    ),
    max_size=5,
)


@given(STYLES, st.integers(1, 700))
def test_what_was_written_is_read_back_from_however_many_files(
    styles: list[Style], most: int
) -> None:
    files = write_files(styles, most)
    found = [style for data in files for style in read(data).styles]
    assert found == styles
    assert all(len(data) <= most or len(read(data).styles) <= 1 for data in files)


def test_the_form_of_a_file_is_the_documented_one() -> None:
    (data,) = write_files([Style(name="Noir", prompt="{prompt}, 狐")])
    entry = {"name": "Noir", "prompt": "{prompt}, 狐", "negative_prompt": "", "options": ""}
    assert json.loads(data) == {"darkroom_styles": 1, "styles": [entry]}
    assert len(write_files([])) == 1


def hostile(styles: object, version: object = 1) -> bytes:
    return json.dumps({"darkroom_styles": version, "styles": styles}).encode()


@each_row(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
        b"[" * 200_000,
        b'{"a":' * 30_000,
        b'{"darkroom_styles": ' + b"9" * 10_000 + b', "styles": []}',
        hostile([], version=True),
        hostile([], version="1"),
        hostile({}),
        hostile([], version=2),
        b"\x89PNG\r\n\x1a\n" + bytes(1000),
    ],
)
def test_what_is_no_file_of_styles_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(RefusedError):
        read(data)


def test_of_a_hostile_file_what_is_good_is_kept_and_the_rest_is_told() -> None:
    good = {"name": "good", "prompt": "x\u0000\u202e"}
    entries: list[object] = [good, 7, None, [], {"name": "n" * 5000, "prompt": "x"}]
    entries += [{"name": "deep", "prompt": {"a": {}}}]
    contents = read(hostile(entries))
    assert contents.styles == (Style(name="good", prompt="x"),)
    assert [it.name[:4] for it in contents.refused] == ["", "", "", "nnnn", "deep"]
    many = read(hostile([{"name": str(number), "prompt": "x"} for number in range(10_000)]))
    assert len(many.styles) == MOST_READ
    assert many.unread == 10_000 - MOST_READ
    assert len(hostile(["x"] * 10_000)) < MOST_BYTES


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | TEXT,
        lambda of: st.lists(of) | st.dictionaries(TEXT, of),
    )
)
def test_no_entry_breaks_the_reading(entry: object) -> None:
    contents = read(hostile([entry, {"name": "s", "prompt": "x", "options": entry}]))
    assert len(contents.styles) + len(contents.refused) == 2
