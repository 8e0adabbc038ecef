"""The words of the slash commands: English where they are made, other languages beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.app_commands import Choice, Translator, locale_str
from typing_extensions import override

from bot.texts.languages import ENGLISH, NAMES, language_of
from bot.texts.say import say

if TYPE_CHECKING:
    from discord import Locale
    from discord.app_commands import TranslationContextTypes

    from bot.texts.text import Text

LONGEST = 100
"""Characters that Discord takes of a description, and of a choice's name."""


def described(text: Text) -> locale_str:
    """Return a description or a choice's name that ``CommandTranslator`` can say."""
    return locale_str(say(text), text=text)


def choice(text: Text, value: str) -> Choice[str]:
    """Return a choice whose name is said in the reader's language."""
    return Choice(name=described(text), value=value)


def languages() -> list[Choice[str]]:
    """Return our languages as choices, each by its own name, which is the same everywhere."""
    return [Choice(name=name, value=locale) for locale, name in NAMES.items()]


class CommandTranslator(Translator):
    """Says descriptions and choices in our languages; names of commands and options stay."""

    @override
    async def translate(
        self, string: locale_str, locale: Locale, context: TranslationContextTypes
    ) -> str | None:
        text: Text | None = string.extras.get("text")
        if text is None or language_of(locale.value) == ENGLISH:
            return None
        return say(text, locale.value)
