"""What all of a job's messages are built of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.texts.say import say
from bot.views.clean import shown
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.job import Job
    from bot.texts.text import Text

PROMPT_ROOM = Room(2100, 4200)
"""Holds any prompt whole: 1,024 characters, each escaped by one more, of 4 bytes at most.

A message has 4,000 characters and 10,170 bytes; the rest of it takes at most 1,850 and 5,000.
"""

ACCENT_WORKING = 0xE0A458
ACCENT_DONE = 0x5B8C5A
ACCENT_FAILED = 0xB5483A
ACCENT_CANCELLED = 0x7A7A7A


def layout(accent: int, *items: ui.Item[Any]) -> ui.LayoutView:
    """Put items into one box; the view never times out and so keeps no state."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*items, accent_colour=accent))
    return view


def quoted_prompt(job: Job) -> ui.TextDisplay[ui.LayoutView]:
    """Show the prompt as a quotation."""
    return ui.TextDisplay(quotation(job))


def quotation(job: Job) -> str:
    """Return the prompt as a quotation."""
    return f"> {shown(job.request.prompt_read, PROMPT_ROOM) or '…'}"


def subtext(parts: Sequence[str]) -> ui.TextDisplay[ui.LayoutView]:
    """Show particulars in small print."""
    return ui.TextDisplay(small(parts))


def small(parts: Sequence[str]) -> str:
    """Return particulars in small print."""
    return f"-# {' · '.join(parts)}"


def noted(notes: Sequence[Text], locale: str) -> list[ui.TextDisplay[ui.LayoutView]]:
    """Show what to know of a list in small print, below it."""
    return [subtext([say(note, locale)]) for note in notes]
