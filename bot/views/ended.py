"""The final message of a job that shows no images: failed, cancelled or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.domain.job import JobState
from bot.failure_kinds import FailureKind
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import shown
from bot.views.deleted import deleted_view
from bot.views.layout import ACCENT_CANCELLED, ACCENT_FAILED, layout, quoted_prompt, subtext
from bot.views.parent import parent_lines
from bot.views.rows import ended_row
from bot.views.shorten import Room
from bot.views.texts import FAILURES, STATES, advice, cancelled, for_member

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.texts.text import Text

DETAIL_ROOM = Room(400, 900)
"""For the engine's own reason."""


def ended_view(job: Job, locale: str = ENGLISH) -> ui.LayoutView:
    """Say that a job was cancelled or its images deleted, or why it failed and what to do."""
    if job.deleted_by is not None:
        return deleted_view(job, locale)
    if job.state is JobState.CANCELLED:
        lines, told = [cancelled(job)], []
        accent = ACCENT_CANCELLED
    else:
        # Whoever runs the bot finds the job in the log by it, and its task.
        lines, told = failure_lines(job), [text("end.job", job=job.id)]
        accent = ACCENT_FAILED
    title = STATES[JobState.CANCELLED if job.state is JobState.CANCELLED else JobState.FAILED]
    said = [say(line, locale) for line in lines]
    return layout(
        accent,
        ui.TextDisplay("\n".join([f"**{say(title, locale)}**", *said])),
        *([] if job.failure is FailureKind.FILTERED else [quoted_prompt(job)]),
        *map(ui.TextDisplay, parent_lines(job, locale)),
        subtext([say(line, locale) for line in (for_member(job), *told)]),
        ended_row(job, locale),
    )


def failure_lines(job: Job) -> list[Text]:
    """Return why a job failed, what the engine said about it, and what to do."""
    failure = FAILURES[job.failure or FailureKind.BUG]
    detail = shown(job.detail, DETAIL_ROOM)
    said = [_said(job.failure, detail)] if detail else []
    return [failure.why, *said, advice(job)]


def _said(kind: FailureKind | None, detail: str) -> Text:
    """Say whose words the detail is; the engine's, but for a few failures."""
    match kind:
        case FailureKind.FILES_REFUSED:
            return text("end.discord_says", detail=detail)
        case FailureKind.BUG:
            return text("end.reference", detail=detail)
        case _:
            return text("end.engine_says", detail=detail)
