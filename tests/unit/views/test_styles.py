"""What is shown of styles and of a member's settings fits, in every language, at its longest."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from bot.domain.ids import GuildId, ListingId, UserId
from bot.domain.member import Member
from bot.domain.style import SavedStyle, Style, StyleId, member, server
from bot.prompt.style_file import Refused
from bot.texts.languages import NAMES
from bot.texts.text import text as sentence
from bot.texts.typed import typed
from bot.views.member_view import member_view
from bot.views.styles import PAGE_SIZE, report, style_modal, style_view, styles_view
from tests.unit.views.samples import NOW, assert_within_limits, components, text

ID = StyleId("a1b2c3d4e5f6")
LIST = ListingId("l1s2t3l4i5s6")


def fullest(char: str) -> SavedStyle:
    style = Style(
        name=char * 32, prompt=char * 1024, negative_prompt=char * 1024, options=char * 1000
    )
    return SavedStyle(id=ID, owner=member(UserId(1)), style=style, by=UserId(1), at=NOW)


def test_everything_fits_in_every_language() -> None:
    notes = [sentence("adjusted.cut", key="狐" * 60, count=10**9)] * 30
    for locale, char in product(NAMES, "<狐_"):
        saved = fullest(char)
        said = [sentence("style.deleted", name=typed(saved.style.name))] * 2
        assert_within_limits(style_view(saved.style, said, notes, locale, usable=ID))
        listed = [saved] * 100
        for page in (1, 10, 99):
            assert_within_limits(styles_view(listed, LIST, page, locale))
        why = [
            Refused(char * 5000, sentence("style.outgrown", name="狐", option="x", given=1, most=2))
        ]
        assert_within_limits(report([char * 32] * 100, why * 200, 9800, locale))
        told = Member(
            model=char * 6000, aspect="21:9", steps=100, negative_prompt=char * 1024, language="ja"
        )
        assert_within_limits(member_view(told, locale))
        modal = style_modal(saved, locale).to_dict()
        assert 1 <= len(modal["title"]) <= 45
        assert len(modal["components"]) <= 5
        labels = [it["label"] for it in modal["components"] if it["type"] == 18]
        assert all(1 <= len(label) <= 45 for label in labels)


def test_a_style_shows_what_it_says_and_no_more() -> None:
    plain = Style(name="x", options="--steps 9")
    view = style_view(plain, [sentence("style.saved", name="`x`")])
    assert text(view).splitlines()[0] == "Saved the style `x`."
    assert "Negative" not in text(view)
    assert "in front" not in text(view)
    assert "in front" in text(style_view(replace(plain, prompt="film"), []))
    assert not [it for it in components(view) if it["type"] == 2]


def test_what_stands_in_a_style_is_no_markup() -> None:
    wild = Style(name="*x* <@1>", prompt="# **a** <@1> [x](https://y)")
    saved = replace(fullest("a"), style=wild, owner=server(GuildId(2)))
    view = styles_view([saved], LIST, 1)
    assert "<@1>" not in text(view)
    assert "\\*\\*a\\*\\*" in text(view)
    assert "<@1>" not in text(style_view(wild, []))


def test_a_page_has_so_many_and_a_button_for_the_next() -> None:
    many = [
        replace(fullest("a"), style=Style(name=f"n{number}", prompt="x")) for number in range(25)
    ]
    shown = [text(styles_view(many, LIST, page)) for page in (1, 3, 7)]
    assert shown[0].count(" · ") == 2 * PAGE_SIZE
    assert "n20" in shown[1]
    assert shown[1] == shown[2]
    buttons = [it for it in components(styles_view(many, LIST, 3)) if it["type"] == 2]
    assert [it["custom_id"] for it in buttons] == [
        f"darkroom:page:{LIST}:2",
        f"darkroom:page:{LIST}:4",
    ]
    assert [it for it in components(styles_view(many[:3], LIST, 1)) if it["type"] == 2] == []
    assert "`/style save`" in text(styles_view([], LIST, 1))
