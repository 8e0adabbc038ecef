from __future__ import annotations

from bot.texts.languages import LANGUAGES
from tests.tables import each_row
from tests.unit.texts.catalogues import ENGLISH, OTHERS, compiled, folders, forms, params, source
from tests.unit.texts.codes import said

NAMES_ALONE = {"setting.plain"}
"""What has no words of its own."""

BUTTONS = {
    "vary.no_seed": "button.again",
    "history.is_private": "button.again",
    "gallery.nothing": "button.star",
}
"""Sentences that send somebody to a button."""


def test_every_code_that_is_said_is_in_english() -> None:
    assert {code: where for code, where in said().items() if code not in ENGLISH} == {}


def test_every_code_in_english_is_said() -> None:
    assert set(ENGLISH) - set(said()) == set()


def test_every_language_that_has_a_catalogue_is_offered() -> None:
    assert folders() == set(LANGUAGES)


@each_row("language", LANGUAGES)
def test_what_is_compiled_is_what_stands_in_the_source(language: str) -> None:
    assert forms(compiled(language)) == forms(source(language)), "run `make texts`"


@each_row("language", LANGUAGES)
def test_nothing_is_fuzzy_or_obsolete(language: str) -> None:
    assert [message.id for message in source(language) if message.id and message.fuzzy] == []
    assert list(source(language).obsolete) == []


@each_row("language", OTHERS)
def test_a_language_is_whole(language: str) -> None:
    theirs = forms(source(language))
    assert set(theirs) == set(ENGLISH)
    assert [code for code, told in theirs.items() if not all(told)] == []


@each_row("language", LANGUAGES)
def test_a_plural_has_as_many_forms_as_the_language(language: str) -> None:
    catalogue = source(language)
    wrong = [
        message.id
        for message in catalogue
        if message.pluralizable and len(message.string or "") != catalogue.num_plurals
    ]
    assert wrong == []
    assert {m.id[0] for m in catalogue if m.pluralizable} == {
        m.id[0] for m in source("en") if m.pluralizable
    }


@each_row("language", LANGUAGES)
def test_every_form_tells_the_same(language: str) -> None:
    for code, told in forms(source(language)).items():
        english = params(ENGLISH[code][-1]) - {"count"}
        assert {frozenset(params(form) - {"count"}) for form in told} == {frozenset(english)}, code
        assert ("count" in params(told[-1])) is ("count" in params(ENGLISH[code][-1])), code


@each_row("language", LANGUAGES)
def test_markup_is_closed(language: str) -> None:
    for code, told in forms(source(language)).items():
        for form in told:
            assert form.count("`") % 2 == form.count("**") % 2 == 0, code
            assert form == form.strip() or code == "list.comma", code


@each_row("language", LANGUAGES)
def test_a_sentence_calls_a_button_as_it_is_labelled(language: str) -> None:
    theirs = forms(source(language))
    labelled = {code: f"*{theirs[button][0]}*" for code, button in BUTTONS.items()}
    assert {code: label for code, label in labelled.items() if label not in theirs[code][0]} == {}


@each_row("language", OTHERS)
def test_what_is_inline_code_stays_as_it_is_typed(language: str) -> None:
    for code, told in forms(source(language)).items():
        english = set(ENGLISH[code][-1].split("`")[1::2])
        assert [set(form.split("`")[1::2]) for form in told] == [english] * len(told), code


@each_row("language", OTHERS)
def test_a_language_is_not_english(language: str) -> None:
    theirs = forms(source(language))
    sentences = [code for code, told in ENGLISH.items() if told[0].endswith(".")]
    assert [code for code in sentences if theirs[code] == ENGLISH[code]] == []
