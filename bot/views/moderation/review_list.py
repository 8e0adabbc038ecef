"""A page of what waits for a moderator: each case can be opened, for who asks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import SelectOption, ui

from bot.domain.ids import JobId
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import PICK
from bot.views.clean import shown
from bot.views.component_ids import ComponentId, custom_id
from bot.views.layout import ACCENT_CANCELLED, ACCENT_WORKING, layout, noted
from bot.views.links import message_link
from bot.views.moderation.review_card import LOOK
from bot.views.pages import page_row, page_words, pages_of
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.domain.ids import ListingId
    from bot.domain.job import Job
    from bot.domain.moderation.case import Case
    from bot.texts.text import Text

PAGE_SIZE = 10
"""Cases of a page."""

PROMPT_ROOM = Room(100, 300)


def review_view(
    waiting: Sequence[tuple[Case, Job | None]],
    total: int,
    number: int,
    listing_id: ListingId,
    locale: str = ENGLISH,
    *,
    notes: Sequence[Text] = (),
) -> ui.LayoutView:
    """Show a page.

    Args:
        waiting: The cases that stand on it, each with the job of its image.
        total: How many there are.
        number: Which page it is, from 1.
        listing_id: Of the list.
        locale: Of the moderator who reads it.
        notes: What to know of the list.

    """
    if not waiting:
        nothing = ui.TextDisplay[ui.LayoutView](say(text("review.nothing"), locale))
        return layout(ACCENT_CANCELLED, nothing, *noted(notes, locale))
    pages = pages_of(total, PAGE_SIZE)
    heading = say(text("review.heading", count=total), locale)
    items: list[ui.Item[Any]] = [
        ui.TextDisplay(f"**{heading}** · {page_words(number, pages, locale)}"),
        *(ui.TextDisplay(_told(case, job, locale)) for case, job in waiting),
        *noted(notes, locale),
        ui.ActionRow(_select(listing_id, [case for case, _ in waiting], locale)),
    ]
    if row := page_row(listing_id, number, pages, locale):
        items.append(row)
    return layout(ACCENT_WORKING, *items)


def _told(case: Case, job: Job | None, locale: str) -> str:
    parts = [
        say(text("review.title", number=case.number, image=case.image or 1), locale),
        f"<t:{int(case.opened_at.timestamp())}:R>",
        say(text("review.asked", member=f"<@{case.subject}>"), locale),
        f"<#{case.place}>",
    ]
    if job is not None and (link := message_link(job)):
        parts.append(f"[{say(text('review.message'), locale)}]({link})")
    prompt = shown(job.request.prompt_read, PROMPT_ROOM) if job is not None else ""
    return f"{prompt or '…'}\n-# {' · '.join(parts)}"


def _select(listing_id: ListingId, cases: Sequence[Case], locale: str) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_id(ComponentId(PICK, JobId(listing_id))),
        placeholder=say(text("review.open"), locale),
        options=[
            SelectOption(
                label=say(text("review.title", number=it.number, image=it.image or 1), locale),
                value=custom_id(ComponentId(LOOK, JobId(it.id))),
            )
            for it in cases
        ],
    )
