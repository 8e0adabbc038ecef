"""The languages there are, and which of them a member reads."""

from __future__ import annotations

ENGLISH = "en"
"""What is said where nothing else is known, and where another language lacks a sentence."""

LANGUAGES = (ENGLISH, "de", "es", "fr", "ja", "pt_BR", "zh_CN")
"""By the folder of their catalogue. Each is whole: one that is not is not offered."""

_OF_LOCALE = {
    "de": "de",
    "es-419": "es",
    "es-ES": "es",
    "fr": "fr",
    "ja": "ja",
    "pt-BR": "pt_BR",
    "zh-CN": "zh_CN",
}
"""Discord's name of a language to ours: https://docs.discord.com/developers/reference#locales"""

NAMES = {
    "en-US": "English",
    "de": "Deutsch",
    "es-ES": "Español",
    "fr": "Français",
    "ja": "日本語",
    "pt-BR": "Português do Brasil",
    "zh-CN": "简体中文",
}
"""What each calls itself, by the locale that is stored where somebody chooses it."""


def language_of(locale: str) -> str:
    """Return the catalogue for a Discord locale; English for what we do not speak."""
    language = _OF_LOCALE.get(locale, ENGLISH)
    return language if language in LANGUAGES else ENGLISH
