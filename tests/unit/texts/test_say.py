from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.texts.languages import ENGLISH, LANGUAGES, language_of
from bot.texts.say import say
from bot.texts.text import Text, text
from bot.texts.typed import typed
from tests.tables import each_row


@each_row("locale", ["en-US", "en-GB", "ko", "zh-TW", "", "x" * 99])
def test_what_we_do_not_speak_is_english(locale: str) -> None:
    assert language_of(locale) == ENGLISH
    assert say(text("button.cancel"), locale) == "Cancel"


def test_every_language_is_somebodys() -> None:
    locales = ("en-US", "de", "fr", "es-ES", "es-419", "pt-BR", "ja", "zh-CN")
    assert {language_of(locale) for locale in locales} == set(LANGUAGES)


@each_row("count, words", [(1, "1 image"), (0, "0 images"), (2, "2 images"), (8, "8 images")])
def test_a_count_chooses_the_form(count: int, words: str) -> None:
    assert say(text("status.images", count=count)) == words


def test_a_sentence_may_hold_others_and_lists_of_them() -> None:
    names = (text("permission.view_channel"), text("permission.embed_links"))
    assert say(text("refused.permission", count=2, permissions=names)) == (
        "You need these permissions: View Channel, Embed Links."
    )


@each_row("locale", ["en-US", "de", "xx"])
def test_what_no_catalogue_has_is_said_by_its_code(locale: str) -> None:
    assert say(Text("no.such_code"), locale) == "no.such_code"


@each_row("locale", ["en-US", "de", "ja"])
def test_a_param_that_was_forgotten_raises_nothing(locale: str) -> None:
    assert say(Text("option.range"), locale) == "option.range"


@given(st.text(max_size=200))
def test_what_a_member_typed_is_never_a_template(given: str) -> None:
    shown = typed(given)
    told = say(text("end.engine_says", detail=shown))
    assert told == f"The engine says: {say(shown) if isinstance(shown, Text) else shown}"


@given(st.text(max_size=300))
def test_what_a_member_typed_stays_inside_its_quotes(given: str) -> None:
    shown = typed(given)
    if isinstance(shown, str):
        assert (shown[0], shown[-1], shown.count("`")) == ("`", "`", 2)
        assert shown.isprintable()
        assert len(shown) <= 82
