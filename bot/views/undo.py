"""The way back from a change of a server's rules, and what is said of one that was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.domain.ids import JobId
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import UNDO, button
from bot.views.layout import ACCENT_CANCELLED, layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.texts.text import Text

AS_BEFORE = text("policy.undo.as_before")


def undo_row(entry: int, locale: str) -> list[ui.Item[Any]]:
    """Return the button that takes back what an entry tells of; nothing where nothing changed."""
    return [ui.ActionRow(button(UNDO, JobId(str(entry)), locale))] if entry else []


def change_view(told: Sequence[str | Text], entry: int, locale: str = ENGLISH) -> ui.LayoutView:
    """Say what was changed, line by line, with a way back.

    Args:
        told: Of the change, in words.
        entry: The number of the entry that tells of it; 0 where nothing changed.
        locale: Of the moderator.

    """
    lines = [each if isinstance(each, str) else say(each, locale) for each in told]
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)), *undo_row(entry, locale))


def undone_notes(*, is_changed: bool, stays: Sequence[Text]) -> Sequence[Text]:
    """Return what is said beside what was put back: what stays, or that there was nothing."""
    return stays or ([] if is_changed else [AS_BEFORE])
