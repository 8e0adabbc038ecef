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
    from bot.texts.text import Text

CANCEL = "cancel"
"""The action of a Cancel button."""

USE = "use"
"""The action of the button, and of the form, that show the settings of a picture."""


def cancel_button(job_id: JobId, locale: str = ENGLISH) -> ui.Button[ui.LayoutView]:
    """Make the button that ends a job."""
    return _button(CANCEL, text("button.cancel"), job_id, locale)


def use_button(job_id: JobId, locale: str = ENGLISH) -> ui.Button[ui.LayoutView]:
    """Make the button that opens a form with settings."""
    return _button(USE, text("button.use"), job_id, locale)


BUTTONS = (cancel_button, use_button)
"""All there are."""


def _button(action: str, label: Text, job_id: JobId, locale: str) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        label=say(label, locale),
        style=ButtonStyle.secondary,
        custom_id=custom_id(ComponentId(action, job_id)),
    )
