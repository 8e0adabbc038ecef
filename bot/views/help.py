"""What ``/help`` says: how to ask for images, what happens to flagged ones, who reads prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import Text, text
from bot.views.layout import ACCENT_CANCELLED, layout

if TYPE_CHECKING:
    from collections.abc import Sequence

VOLUNTEERS = frozenset({"horde"})
COMPANIES = frozenset({"novita"})
"""Engines by who runs them; all others are the operator's own."""


FORMS = (
    text("help.flags"),
    text("help.loras"),
    text("help.block"),
    text("help.picture"),
)
"""What a prompt may hold beside words, each with an example that can be copied."""


def help_view(engines: Sequence[tuple[str, str]], locale: str = ENGLISH) -> ui.LayoutView:
    """Explain the bot.

    Args:
        engines: Name and title of the engine, and of the one for when it is down, if there is any.
        locale: Of the member who asks.

    """
    places = [_where(name, title) for name, title in engines]
    told = [
        text("help.imagine"),
        *FORMS,
        text("help.flagged"),
        *places[:1],
        *(text("help.fallback", where=place) for place in places[1:]),
    ]
    said = (ui.TextDisplay[ui.LayoutView](say(line, locale)) for line in told)
    return layout(ACCENT_CANCELLED, *said)


def _where(name: str, title: str) -> Text:
    if name in VOLUNTEERS:
        return text("help.where_horde")
    if name in COMPANIES:
        return text("help.where_company", engine=title)
    return text("help.where_own", engine=title)
