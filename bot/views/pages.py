"""The row that turns the pages of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ButtonStyle, ui

from bot.domain.ids import JobId
from bot.domain.listing import LAST_PAGE
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.component_ids import ComponentId, custom_id

if TYPE_CHECKING:
    from bot.domain.ids import ListingId

PAGE = "page"
"""The action of the buttons that turn a page."""


def page_row(
    listing_id: ListingId, page: int, pages: int, locale: str = ENGLISH
) -> ui.ActionRow[ui.LayoutView] | None:
    """Return buttons to the pages before and after; None where one page holds all.

    Args:
        listing_id: Of the list.
        page: The one that is shown, from 1.
        pages: How many there are; those behind ``LAST_PAGE`` are reached by narrowing the list.
        locale: Of the member who reads it.

    """
    last = min(pages, LAST_PAGE)
    if last <= 1:
        return None
    words = {page - 1: text("page.before"), page + 1: text("page.after")}
    row = ui.ActionRow[ui.LayoutView]()
    for to, label in words.items():
        target = min(max(to, 1), LAST_PAGE)
        row.add_item(
            ui.Button(
                label=say(label, locale),
                style=ButtonStyle.secondary,
                disabled=not 1 <= to <= last,
                custom_id=custom_id(ComponentId(PAGE, JobId(listing_id), target)),
            )
        )
    return row


def pages_of(total: int, size: int) -> int:
    """Return how many pages of a size so many things fill; one where there are none."""
    return max(1, -(-total // size))


def page_words(page: int, pages: int, locale: str = ENGLISH) -> str:
    """Say which page is shown."""
    return say(text("page.of", page=page, pages=pages), locale)
