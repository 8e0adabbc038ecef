"""The buttons on messages: what each is called, and the id that is all its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ButtonStyle, ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.component_ids import ComponentId, custom_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import JobId
    from bot.texts.text import Text

CANCEL = "cancel"
"""Ends a job."""

USE = "use"
"""Opens a form with settings; of the form, too."""

PICK = "pick"
"""Of the select that does one of these to one of several images: it has no label."""

LABELS: Mapping[str, Text] = {
    CANCEL: text("button.cancel"),
    USE: text("button.use"),
}
"""What the button of each action is called."""


def button(
    action: str,
    job_id: JobId,
    locale: str = ENGLISH,
    *,
    number: int | None = None,
    style: ButtonStyle = ButtonStyle.secondary,
) -> ui.Button[ui.LayoutView]:
    """Make a button.

    Args:
        action: One of ``LABELS``.
        job_id: What it is about: a job, or whatever stands in its place.
        locale: Of those who read it.
        number: Of an image, from 1, where it is about one.
        style: How it stands out.

    """
    return ui.Button(
        label=say(LABELS[action], locale),
        style=style,
        custom_id=custom_id(ComponentId(action, job_id, number)),
    )
