"""What a style puts around a prompt, and which style a name means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import GuildId, UserId
from bot.domain.style import (
    Owner,
    SavedStyle,
    Style,
    StyleId,
    canonical,
    folded,
    framed,
    joined,
    matching,
    member,
    named,
    near,
    ordered,
    server,
)
from tests.unit.views.samples import NOW

ME, HERE = member(UserId(1)), server(GuildId(1))
TEXT = st.text("ab {}\\promt,1é狐", max_size=20)


def saved(name: str, owner: Owner = ME) -> SavedStyle:
    style = Style(name=name, prompt="p")
    return SavedStyle(id=StyleId(name), owner=owner, style=style, by=UserId(1), at=NOW)


def of(frame: str) -> Style:
    return Style(name="s", prompt=frame)


@given(TEXT, TEXT, TEXT)
def test_the_prompt_stands_where_the_frame_says_and_nowhere_is_filled_twice(
    before: str, prompt: str, after: str
) -> None:
    before, after = before.replace("{", ""), after.replace("{", "")
    assert framed(of(f"{before}{{prompt}}{after}"), prompt) == before + prompt + after
    # What a member writes is text, places and backslashes too.
    frame = "a {prompt} b {PROMPT} c { prompt }"
    assert framed(of(frame), "{prompt}\\1") == "a {prompt}\\1 b {prompt}\\1 c {prompt}\\1"


@given(TEXT)
def test_a_frame_without_a_place_goes_behind_the_prompt(prompt: str) -> None:
    whole = framed(of("film {noir} {}"), prompt)
    assert whole.endswith("film {noir} {}")
    assert whole == joined(prompt, "film {noir} {}")
    assert framed(Style(name="s"), prompt) == prompt


def test_prompts_are_joined_by_one_comma() -> None:
    assert joined("a, ", ", b") == "a, b"
    assert joined(None, "", " , ", "b") == "b"
    assert framed(of("film noir"), "a cat") == "a cat, film noir"


def test_a_place_is_written_in_one_way() -> None:
    assert canonical(of("{ Prompt }, {x}")).prompt == "{prompt}, {x}"
    assert canonical(of("film")).prompt == "film"


def test_case_space_and_form_tell_no_names_apart() -> None:
    assert folded("  Film  NOIR ") == folded("ﬁlm noir") == "film noir"
    assert folded("noir") != folded("noír")


def test_own_styles_win_over_the_servers_of_the_same_name() -> None:
    styles = [saved("Noir", HERE), saved("Warm", HERE), saved("noir"), saved("zen")]
    assert [it.style.name for it in ordered(styles)] == ["noir", "zen", "Noir", "Warm"]
    found = named(styles, " NOIR ")
    assert found is not None
    assert found.owner == ME
    assert named(styles, "noi") is None
    assert [it.style.name for it in matching(styles, "")] == ["noir", "zen", "Warm"]


def test_what_begins_as_typed_is_suggested_first() -> None:
    styles = [saved("a warm one"), saved("Warm", HERE), saved("cold")]
    assert [it.style.name for it in matching(styles, "wa")] == ["Warm", "a warm one"]


def test_near_names_are_told() -> None:
    styles = [saved("Film noir"), saved("Watercolour"), saved("x", HERE)]
    assert near(styles, "film nior") == ["Film noir"]
    assert near(styles, "noir") == ["Film noir"]
    assert near(styles, "quite another") == []
    assert near(styles, "w" * 5000) == []
