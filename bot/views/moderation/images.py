"""The images that a server wants never to see again, as its moderators read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.layout import ACCENT_CANCELLED, layout, subtext
from bot.views.pages import page_row, page_words, pages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.fingerprint import RememberedImage
    from bot.domain.ids import ListingId

FILE_NAME = "darkroom-images.json"

PAGE_SIZE = 20


def images_view(
    entries: Sequence[RememberedImage], listing_id: ListingId, page: int, locale: str = ENGLISH
) -> ui.LayoutView:
    """Show one page of them; the last where there is no such page."""
    pages = pages_of(len(entries), PAGE_SIZE)
    page = min(page, pages)
    here = entries[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    lines = [_line(it, locale) for it in here] or [say(text("images.nothing"), locale)]
    heading = say(text("images.heading", count=len(entries)), locale)
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(f"**{heading}**"),
        ui.TextDisplay("\n".join(lines)),
    ]
    if row := page_row(listing_id, page, pages, locale):
        parts += [subtext([page_words(page, pages, locale)]), row]
    return layout(ACCENT_CANCELLED, *parts)


def told_taken_in(added: int, given: int, unread: int, locale: str = ENGLISH) -> str:
    """Say what of a file was taken."""
    lines = [text("images.taken_in", added=added, same=given - added)]
    if unread:
        lines.append(text("images.unread", count=unread))
    return "\n".join(say(line, locale) for line in lines)


def _line(it: RememberedImage, locale: str) -> str:
    who, when = f"<@{it.by}>", f"<t:{int(it.at.timestamp())}:R>"
    if it.case_number is None:
        source = text("images.from_file", moderator=who, when=when)
    else:
        source = text("images.from_case", number=it.case_number, moderator=who, when=when)
    return f"#{it.number} {say(source, locale)}"
