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

_VALUE = Room(2100, 4200)
_UNSAID = text("settings.unsaid")
_DISCORDS = text("settings.discords_language")


def member_view(member: Member, locale: str = ENGLISH) -> ui.LayoutView:
    """Show the settings, by the names of the options that change them."""
    said = member.said()
    lines = [f"**{say(text('settings.heading'), locale)}**"]
    for name in SETTINGS:
        unsaid = say(_DISCORDS if name == "language" else _UNSAID, locale)
        value = str(said[name]) if name in said else None
        shown_value = f"**{shown(NAMES.get(value, value), _VALUE)}**" if value else unsaid
        lines.append(f"{name}: {shown_value}")
    about = subtext([say(text("settings.about"), locale)])
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)), about)
