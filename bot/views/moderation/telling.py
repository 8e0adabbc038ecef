"""What a member is written when something was decided that concerns them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.domain.moderation.casefile import ANSWERS, CONTESTED, SANCTIONS
from bot.domain.moderation.entry import EntryKind
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import shown
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.moderation.case_view import about
from bot.views.moderation.case_words import outcome
from bot.views.shorten import Room

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.moderation.casefile import Telling

NAME_ROOM = Room(200, 600)
REASON_ROOM = Room(800, 2400)

_APPEALABLE = CONTESTED | SANCTIONS


def telling_view(
    telling: Telling, server: str, job: Job | None, locale: str = ENGLISH
) -> ui.LayoutView:
    """Say what was decided; never by whom, nor who reported it.

    Args:
        telling: What is told.
        server: The name of the server where it was.
        job: Of the image, if the case is about one.
        locale: Of the member.

    """
    name, case = shown(server, NAME_ROOM) or "…", telling.case
    heading = say(text("told.heading", number=case.number, server=name), locale)
    lines = [f"**{heading}**"]
    if case.job_id is not None:
        lines.append(about(case, job, locale))
    if not telling.is_about_them:
        lines.append(say(text("told.reported", image=case.image or 1), locale))
    outcomes = [
        text("told.approved_lost", image=case.image or 1)
        if telling.is_lost and entry.kind is EntryKind.APPROVED
        else outcome(case, entry)
        for entry in telling.entries
    ]
    lines += dict.fromkeys(say(words, locale) for words in outcomes if words is not None)
    if telling.is_about_them:
        lines += _besides(telling, locale)
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)))


def _besides(telling: Telling, locale: str) -> list[str]:
    kinds = {entry.kind for entry in telling.entries}
    lines = list[str]()
    if not kinds <= ANSWERS and (reason := shown(telling.reason, REASON_ROOM)):
        lines.append(say(text("told.reason", reason=reason), locale))
    if kinds & _APPEALABLE and not telling.is_appealed:
        lines.append(f"-# {say(text('told.how_to_appeal'), locale)}")
    return lines
