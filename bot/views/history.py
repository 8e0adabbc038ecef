"""A page of somebody's history: their jobs, families together, and what can be done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import SelectOption, ui

from bot.domain.family import lines
from bot.domain.verdict import Treatment
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import AGAIN, DETAILS, PICK, SHOW, button
from bot.views.clean import code, shown
from bot.views.component_ids import ComponentId, custom_id
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.links import message_link
from bot.views.pages import page_row, page_words, pages_of
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from bot.domain.family import Line
    from bot.domain.history import HistoryPage
    from bot.domain.ids import JobId, ListingId
    from bot.domain.image import Image
    from bot.domain.job import Job

PAGE_SIZE = 5
"""Jobs of a page: with their buttons these are 35 of 40 components."""

NOTHING, NO_MATCH = text("history.nothing"), text("history.no_match")

PROMPT_ROOM = Room(160, 420)
ANCESTOR_ROOM = Room(60, 160)
MODEL_ROOM = Room(40, 100)
ALL_ANCESTORS = Room(1200, 3000)
"""What lines may take up that only tell what others came of; without room they are left out."""

_SHOWABLE = frozenset({Treatment.SHOWN, Treatment.SPOILERED})


def history_view(
    page: HistoryPage,
    number: int,
    listing_id: ListingId,
    locale: str = ENGLISH,
    *,
    is_narrowed: bool = False,
) -> ui.LayoutView:
    """Show a page.

    Args:
        page: What stands on it.
        number: Which it is, from 1.
        listing_id: Of the list that it belongs to.
        locale: Of the member who reads it.
        is_narrowed: Whether only some of their jobs were looked for.

    """
    if not page.jobs:
        nothing = say(NO_MATCH if is_narrowed else NOTHING, locale)
        return layout(ACCENT_CANCELLED, ui.TextDisplay(nothing))
    pages = pages_of(page.total, PAGE_SIZE)
    heading = say(text("history.heading", count=page.total), locale)
    items: list[ui.Item[Any]] = [
        ui.TextDisplay(f"**{heading}** · {page_words(number, pages, locale)}"),
        *_entries(page, locale),
    ]
    if row := page_row(listing_id, number, pages, locale):
        items.append(row)
    return layout(ACCENT_CANCELLED, *items)


def _entries(page: HistoryPage, locale: str) -> Iterator[ui.Item[Any]]:
    above = list[str]()
    room = ALL_ANCESTORS
    for line in lines(page.jobs, page.ancestors):
        if not line.is_listed:
            told = f"-# {_branch(line)}{shown(line.job.request.prompt_read, ANCESTOR_ROOM) or '…'}"
            if room.holds(told):
                above.append(told)
                room = room.less(told)
            continue
        images = page.images.get(line.job.id, ())
        yield ui.TextDisplay("\n".join([*above, _told(line, images, locale)]))
        yield from _rows(line.job, images, locale)
        above = []


def _told(line: Line, images: Sequence[Image], locale: str) -> str:
    job, branch = line.job, _branch(line)
    width, height = job.request.target
    parts = [
        f"<t:{int(job.created_at.timestamp())}:R>",
        _state(job, images, locale),
        f"{width}×{height}",
        code(job.request.model, MODEL_ROOM),
    ]
    if line.depth and job.parent_image:
        parts.insert(1, say(text("history.from_image", number=job.parent_image), locale))
    if link := message_link(job):
        parts.append(f"[{say(text('history.open'), locale)}]({link})")
    prompt = shown(job.request.prompt_read, PROMPT_ROOM) or "…"
    return f"{branch}**{prompt}**\n-# {branch}{' · '.join(parts)}"


def _branch(line: Line) -> str:
    """Return what draws a line below the one that it came of; Discord cuts blanks at its start."""
    return "┊ " * (line.depth - 1) + "└ " if line.depth else ""


def _state(job: Job, images: Sequence[Image], locale: str) -> str:
    if images and all(image.judged.treatment is Treatment.REMOVED for image in images):
        return say(text("history.deleted"), locale)
    if job.request.private:
        return say(text("history.private", count=job.request.images), locale)
    return say(text("history.images", count=job.request.images), locale)


def _rows(job: Job, images: Sequence[Image], locale: str) -> Iterator[ui.ActionRow[ui.LayoutView]]:
    numbers = showable(job, images)
    row = ui.ActionRow[ui.LayoutView](
        button(AGAIN, job.id, locale), button(DETAILS, job.id, locale)
    )
    if len(numbers) == 1:
        row.add_item(button(SHOW, job.id, locale, number=numbers[0]))
    yield row
    if len(numbers) > 1:
        yield ui.ActionRow(_select(job.id, numbers, locale))


def showable(job: Job, images: Sequence[Image]) -> list[int]:
    """Return the images that may be shown again: none that their channel withheld."""
    if job.request.private:
        return []
    return [image.number for image in images if image.judged.treatment in _SHOWABLE]


def _select(job_id: JobId, numbers: Sequence[int], locale: str) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_id(ComponentId(PICK, job_id)),
        placeholder=say(text("history.show"), locale),
        options=[
            SelectOption(
                label=say(text("history.show_image", number=number), locale),
                value=custom_id(ComponentId(SHOW, job_id, number)),
            )
            for number in numbers
        ],
    )
