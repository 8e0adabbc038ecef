"""The rows below what a job came to: what can be made of it, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from discord import ButtonStyle, ui

from bot.domain.image import PICKABLE
from bot.failure_kinds import FailureKind
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import (
    AGAIN,
    DELETE,
    DETAILS,
    EDIT,
    PICK,
    REPORT,
    SEND,
    STAR,
    UPSCALE,
    VARY,
    button,
    card_button,
)
from bot.views.card import row, select
from bot.views.component_ids import ComponentId, custom_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.domain.ports import PostedImage
    from bot.texts.text import Text
    from bot.views.card import Component

OF_RESULT = (AGAIN, EDIT, DETAILS, REPORT, DELETE)
"""What is about all images of a result."""

OF_IMAGE = (VARY, UPSCALE, SEND)
"""What is about one."""

OF_FAILURE = (AGAIN, EDIT, DETAILS)
"""What helps whoever got none."""

MOST_OPTIONS = 25
"""Of a select."""

_PICKS: Mapping[str, Text] = {
    VARY: text("pick.vary"),
    UPSCALE: text("pick.upscale"),
    SEND: text("pick.send"),
}
_SAME_AGAIN = frozenset(
    {
        *(FailureKind.PROMPT_REFUSED, FailureKind.PROMPT_SUSPICIOUS, FailureKind.REJECTED),
        *(FailureKind.FILTERED, FailureKind.MODEL_FORBIDDEN),
    }
)
"""Failures that the same request would meet again; some count against who asks."""


def result_rows(
    job: Job, images: Iterable[PostedImage], locale: str = ENGLISH, *, stars: bool = False
) -> list[Component]:
    """Return the rows below the images of a job: nothing can be picked that nobody sees.

    By their ids the message is found after a crash, so there are always some.
    """
    numbers = [image.number for image in images if image.treatment in PICKABLE]
    rows = [row(_of_result(each, job, locale) for each in OF_RESULT)]
    match numbers:
        case []:
            pass
        case [number]:
            rows.append(row(card_button(each, job.id, locale, number=number) for each in OF_IMAGE))
        case _:
            rows.append(row([_pick(job.id, numbers, locale)]))
    if stars and numbers and not job.request.private:
        rows.append(row([card_button(STAR, job.id, locale)]))
    return rows


def _of_result(action: str, job: Job, locale: str) -> Component:
    """Return a button; the one that cannot be undone stands out from its neighbours."""
    style = ButtonStyle.danger if action == DELETE else ButtonStyle.secondary
    return card_button(action, job.id, locale, style=style)


def ended_row(job: Job, locale: str = ENGLISH) -> ui.ActionRow[ui.LayoutView]:
    """Return the row below the words for a job that failed or was cancelled."""
    in_vain = {AGAIN} if job.failure in _SAME_AGAIN else set[str]()
    return ui.ActionRow(
        *(button(each, job.id, locale) for each in OF_FAILURE if each not in in_vain)
    )


def _pick(job_id: JobId, numbers: Sequence[int], locale: str) -> Component:
    """Return the select of what can be made of which image."""
    options = [
        (
            say(replace(_PICKS[action], params=(("number", number),)), locale),
            custom_id(ComponentId(action, job_id, number)),
        )
        for action in OF_IMAGE
        for number in numbers
    ]
    pick, placeholder = custom_id(ComponentId(PICK, job_id)), say(text("pick.placeholder"), locale)
    return select(pick, placeholder, options[:MOST_OPTIONS])
