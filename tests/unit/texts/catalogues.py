"""The catalogues as they stand in the repository, read by Babel."""

from __future__ import annotations

import string
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import bot
from bot.texts.languages import LANGUAGES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

LOCALES = Path(bot.__file__).parent / "texts" / "locales"


@lru_cache
def source(language: str) -> Catalog:
    """Return what translators edit."""
    with _path(language, "po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compiled(language: str) -> Catalog:
    """Return what the bot reads."""
    with _path(language, "mo").open("rb") as file:
        return read_mo(file)


def forms(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    """Return every message's forms by its code: one, or one for each plural form."""
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        code = message.id if isinstance(message.id, str) else message.id[0]
        if code:
            told = message.string or ""
            found[code] = (told,) if isinstance(told, str) else tuple(told)
    return found


def params(form: str) -> set[str]:
    """Return the names of what a form tells."""
    return {name for _, name, _, _ in string.Formatter().parse(form) if name}


def folders() -> set[str]:
    """Return the languages that have a catalogue."""
    return {path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/darkroom.po")}


def _path(language: str, ending: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"darkroom.{ending}"


ENGLISH = forms(source("en"))
OTHERS = [language for language in LANGUAGES if language != "en"]
