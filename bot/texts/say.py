"""Puts a sentence into a reader's language. What is said never raises."""

from __future__ import annotations

from gettext import GNUTranslations
from importlib.resources import files

from bot.texts.languages import ENGLISH, LANGUAGES, language_of
from bot.texts.text import Param, Text

DOMAIN = "darkroom"

_DECIMAL_COMMA = frozenset({"de", "es", "fr", "pt_BR"})


def say(text: Text, locale: str = ENGLISH) -> str:
    """Return the sentence in the language of ``locale``, a name that Discord gives it.

    What a language lacks is said in English; what English lacks, by its code: no member is ever
    shown an error for want of a sentence.
    """
    for language in dict.fromkeys((language_of(locale), ENGLISH)):
        try:
            return _said(text, language)
        except (LookupError, ValueError):
            continue
    return text.code


def _said(text: Text, language: str) -> str:
    catalogue = _CATALOGUES[language]
    message = text.code
    if text.count is not None:
        message = catalogue.ngettext(text.code, text.code, text.count)
    if message == text.code:  # no plural forms, or none needed
        message = catalogue.gettext(text.code)
    if message == text.code:
        raise LookupError(message)
    params = {name: _shown(value, language) for name, value in text.params}
    return message.format(count=text.count, **params)


def _shown(value: Param, language: str) -> str | int:
    match value:
        case Text():
            return _said(value, language)
        case float():
            return str(value).replace(".", "," if language in _DECIMAL_COMMA else ".")
        case tuple():
            comma = _said(Text("list.comma"), language)
            return comma.join(str(_shown(entry, language)) for entry in value)
        case _:
            return value


def _read(language: str) -> GNUTranslations:
    path = files("bot.texts") / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with path.open("rb") as compiled:
        return GNUTranslations(compiled)


# Read at once: a member who speaks another language must not hold up the event loop.
_CATALOGUES = {language: _read(language) for language in LANGUAGES}
