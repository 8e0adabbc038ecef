"""The message of a job under way: how it stands, and a Cancel button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.views.buttons import cancel_button
from bot.views.layout import ACCENT_WORKING, layout, quoted_prompt, subtext
from bot.views.settings_text import settings
from bot.views.status_words import PROGRESS_STEPS, StatusWords, status_words

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.ports import Status

HEAD_SETTINGS = 2
"""Model and size: of the settings, what a status message tells."""


def status_view(job: Job, status: Status) -> ui.LayoutView:
    """Say how a job stands; also the first answer to a command."""
    request = job.request
    images = f"{request.images} images" if request.images > 1 else "1 image"
    return layout(
        ACCENT_WORKING,
        ui.TextDisplay(_headline(status_words(job, status))),
        quoted_prompt(job),
        subtext([*settings(request)[:HEAD_SETTINGS], images]),
        ui.ActionRow(cancel_button(job.id)),
    )


def _headline(words: StatusWords) -> str:
    parts = [f"**{words.stage}**"]
    if words.place:
        parts.append(words.place)
    if words.delay:
        parts.append(words.delay)
    if words.ready_at is not None:
        parts.append(f"expected <t:{words.ready_at}:R>")
    line = " · ".join(parts)
    return line if words.tenths is None else f"{line}\n{_bar(words.tenths)}"


def _bar(tenths: int) -> str:
    return f"{'▰' * tenths}{'▱' * (PROGRESS_STEPS - tenths)} {tenths * 100 // PROGRESS_STEPS} %"
