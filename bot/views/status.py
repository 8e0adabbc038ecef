"""The message of a job under way: how it stands, and a Cancel button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import CANCEL, card_button
from bot.views.card import Card, row, words
from bot.views.costs import cost_told
from bot.views.layout import ACCENT_WORKING, quotation, small
from bot.views.parent import parent_lines
from bot.views.settings_text import settings
from bot.views.status_words import PROGRESS_STEPS, StatusWords, status_words
from bot.views.texts import for_member

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.ports import Status

HEAD_SETTINGS = 2
"""Model and size: of the settings, what a status message tells."""


def status_view(job: Job, status: Status, locale: str = ENGLISH) -> Card:
    """Say how a job stands; also the first answer to a command."""
    request = job.request
    images = say(text("status.images", count=request.images), locale)
    # A command shows above its answer whose it is; a button does not.
    whose = [say(for_member(job), locale)] if job.parent_job else []
    told = [*settings(request, locale)[:HEAD_SETTINGS], images, *cost_told(job, locale), *whose]
    said = [
        _headline(status_words(job, status), locale),
        *parent_lines(job, locale),
        quotation(job),
        small(told),
    ]
    cancelling = row([card_button(CANCEL, job.id, locale)])
    return Card(ACCENT_WORKING, [*map(words, said), cancelling])


def _headline(told: StatusWords, locale: str) -> str:
    expected = told.ready_at and text("status.expected", ready_at=told.ready_at)
    parts = (told.place, told.engine_place, told.delay, expected)
    beside = [say(part, locale) for part in parts if part]
    line = " · ".join([f"**{say(told.stage, locale)}**", *beside])
    return line if told.tenths is None else f"{line}\n{_bar(told.tenths, locale)}"


def _bar(tenths: int, locale: str) -> str:
    percent = text("status.percent", percent=tenths * 100 // PROGRESS_STEPS)
    return f"{'▰' * tenths}{'▱' * (PROGRESS_STEPS - tenths)} {say(percent, locale)}"
