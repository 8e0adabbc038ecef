"""What ``/settings`` says: what a member has set for themselves, and what is left to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.domain.member import SETTINGS
from bot.texts.languages import ENGLISH, NAMES
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import shown
from bot.views.layout import ACCENT_CANCELLED, layout, subtext
from bot.views.shorten import Room

if TYPE_CHECKING:
    from bot.domain.member import Member

_ROOMS = {"model": Room(200, 500), "negative_prompt": Room(2100, 4200)}
"""For what holds whatever somebody wrote."""

_UNSAID = text("settings.unsaid")
_DISCORDS = text("settings.discords_language")


def member_view(member: Member, locale: str = ENGLISH) -> ui.LayoutView:
    """Show the settings, by the names of the options that change them."""
    said = member.said()
    lines = [f"**{say(text('settings.heading'), locale)}**"]
    for name in SETTINGS:
        unsaid = say(_DISCORDS if name == "language" else _UNSAID, locale)
        lines.append(f"{name}: {_shown(name, said[name]) if name in said else unsaid}")
    about = subtext([say(text("settings.about"), locale)])
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)), about)


def _shown(name: str, value: str | int) -> str:
    if room := _ROOMS.get(name):
        return f"**{shown(str(value), room)}**"
    return f"**{NAMES.get(str(value), value)}**"
