"""What is left of a result that somebody deleted: who did, and whose it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.layout import ACCENT_CANCELLED, layout, subtext
from bot.views.texts import for_member

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.texts.text import Text


def deleted_view(job: Job, locale: str = ENGLISH) -> ui.LayoutView:
    """Say who deleted the images; what was asked for goes with them, and nothing is pressed."""
    line = ui.TextDisplay[ui.LayoutView](say(deleted_line(job), locale))
    is_theirs = job.deleted_by == job.user_id
    whose = [] if is_theirs else [subtext([say(for_member(job), locale)])]
    return layout(ACCENT_CANCELLED, line, *whose)


def deleted_line(job: Job) -> Text:
    """Say who deleted the images of a job."""
    return text("end.deleted", member=f"<@{job.deleted_by}>")
