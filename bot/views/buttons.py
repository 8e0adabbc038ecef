"""The buttons on messages: what each is called, and the id that is all its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ButtonStyle, ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.component_ids import ComponentId, custom_id

if TYPE_CHECKING:
    from bot.domain.ids import JobId

CANCEL = "cancel"
"""The action of a Cancel button."""


def cancel_button(job_id: JobId, locale: str = ENGLISH) -> ui.Button[ui.LayoutView]:
    """Make the button that ends a job."""
    return ui.Button(
        label=say(text("button.cancel"), locale),
        style=ButtonStyle.secondary,
        custom_id=custom_id(ComponentId(CANCEL, job_id)),
    )
