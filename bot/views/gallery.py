"""A page of a server's gallery: results that members starred."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import shown
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.links import message_link
from bot.views.pages import page_row, page_words, pages_of
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.gallery import Starred
    from bot.domain.ids import ListingId

PAGE_SIZE = 8

PROMPT_ROOM = Room(160, 420)


def gallery_view(
    entries: Sequence[Starred],
    total: int,
    number: int,
    listing_id: ListingId,
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Show a page.

    Args:
        entries: What stands on it.
        total: How many the gallery has for whoever reads it.
        number: Which page it is, from 1.
        listing_id: Of the list that it belongs to.
        locale: Of the member who reads it.

    """
    if not entries:
        return layout(ACCENT_CANCELLED, ui.TextDisplay(say(text("gallery.nothing"), locale)))
    pages = pages_of(total, PAGE_SIZE)
    heading = say(text("gallery.heading", count=total), locale)
    items: list[ui.Item[Any]] = [
        ui.TextDisplay(f"**{heading}** · {page_words(number, pages, locale)}"),
        *(ui.TextDisplay[ui.LayoutView](_told(entry, locale)) for entry in entries),
    ]
    if row := page_row(listing_id, number, pages, locale):
        items.append(row)
    return layout(ACCENT_CANCELLED, *items)


def _told(entry: Starred, locale: str) -> str:
    job = entry.job
    parts = [
        f"⭐ {entry.stars}",
        f"<@{job.user_id}>",
        f"<t:{int(job.created_at.timestamp())}:R>",
        say(text("history.images", count=job.request.images), locale),
    ]
    if link := message_link(job):
        parts.append(f"[{say(text('history.open'), locale)}]({link})")
    return f"**{shown(job.request.prompt_read, PROMPT_ROOM) or '…'}**\n-# {' · '.join(parts)}"
