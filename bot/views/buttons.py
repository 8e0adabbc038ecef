"""The buttons on messages: what each is called, and the id that is all its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ButtonStyle, ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.card import press
from bot.views.component_ids import ComponentId, custom_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import JobId
    from bot.texts.text import Text
    from bot.views.card import Component

CANCEL = "cancel"
"""Ends a job."""

USE = "use"
"""Opens a form with settings; of the form, too."""

AGAIN = "again"
"""Makes the same once more, by another seed."""

EDIT = "edit"
"""Opens a form with what was asked for; of the form, too."""

DETAILS = "details"
"""Tells how the images came about."""

REPORT = "report"
"""Shows the images to moderators."""

DELETE = "delete"
"""Takes the images away."""

VARY = "vary"
"""Makes images like one of them."""

UPSCALE = "upscale"
"""Makes one of them larger."""

SHOW = "show"
"""Posts one of them again, where its member looks at their history."""

SEND = "send"
"""Sends one of them to who presses."""

STAR = "star"
"""Says that who presses likes the result, or no longer."""

APPEAL = "appeal"
"""Asks moderators to look at a case again; of the form, too."""

GRANT = "grant"
"""Says yes to an appeal."""

DENY = "deny"
"""Says no to an appeal."""
UNDO = "undo"
"""Takes a change of a policy back."""

PICK = "pick"
"""Of the select that does one of these to one of several images: it has no label."""

LABELS: Mapping[str, Text] = {
    CANCEL: text("button.cancel"),
    USE: text("button.use"),
    AGAIN: text("button.again"),
    EDIT: text("button.edit"),
    DETAILS: text("button.details"),
    REPORT: text("button.report"),
    DELETE: text("button.delete"),
    VARY: text("button.vary"),
    UPSCALE: text("button.upscale"),
    SHOW: text("button.show"),
    SEND: text("button.send"),
    STAR: text("button.star"),
    APPEAL: text("button.appeal"),
    GRANT: text("button.grant"),
    DENY: text("button.deny"),
    UNDO: text("button.undo"),
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


def card_button(
    action: str,
    job_id: JobId,
    locale: str = ENGLISH,
    *,
    number: int | None = None,
    style: ButtonStyle = ButtonStyle.secondary,
) -> Component:
    """Make the same for a card."""
    return press(say(LABELS[action], locale), custom_id(ComponentId(action, job_id, number)), style)
