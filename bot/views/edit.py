"""What was asked for, to be edited: a modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.prompt.edited import form_of_request
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import EDIT
from bot.views.component_ids import ComponentId, custom_id
from bot.views.form_modal import cut_to_modal, form_modal

if TYPE_CHECKING:
    from discord import ui

    from bot.domain.job import Job
    from bot.domain.request import GenerationRequest
    from bot.prompt.form import Form


def shown_of(request: GenerationRequest) -> Form:
    """Return as much of a request as the modal shows: what it has no room for stays as it is."""
    return cut_to_modal(form_of_request(request))


def edit_modal(job: Job, locale: str) -> ui.Modal:
    """Return the form. discord.py must not remember it: the router hears what is submitted."""
    shown = shown_of(job.request)
    is_cut = shown != form_of_request(job.request)
    return form_modal(
        say(text("edit.title"), locale),
        custom_id(ComponentId(EDIT, job.id)),
        shown,
        say(text("edit.cut"), locale) if is_cut else "",
        locale,
    )
