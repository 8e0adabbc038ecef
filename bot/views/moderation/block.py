"""The form in which a moderator says for how long somebody is blocked, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import TextStyle, ui

from bot.domain.ids import JobId
from bot.domain.moderation.until import MOST_CHARACTERS
from bot.texts.say import say
from bot.texts.text import text
from bot.views.component_ids import ComponentId, custom_id

if TYPE_CHECKING:
    from bot.domain.moderation.case import Case

BLOCK = "block"
"""The action, of the button and of the form."""

UNTIL, REASON = "until", "reason"
"""The fields, by their ids."""

MOST_REASON = 512


def block_modal(case: Case, locale: str) -> ui.Modal:
    """Return the form for the member that a case is about; nobody keeps it."""
    its_id = custom_id(ComponentId(BLOCK, JobId(case.id)))
    modal = ui.Modal(title=say(text("block.title"), locale), custom_id=its_id)
    who = text("block.whom", member=f"<@{case.subject}>", case=case.number)
    modal.add_item(ui.TextDisplay(say(who, locale)))
    length = ui.TextInput[ui.Modal](custom_id=UNTIL, required=False, max_length=MOST_CHARACTERS)
    modal.add_item(
        ui.Label(
            text=say(text("block.length"), locale),
            description=say(text("block.length_hint"), locale),
            component=length,
        )
    )
    reason = ui.TextInput[ui.Modal](
        custom_id=REASON, style=TextStyle.paragraph, required=False, max_length=MOST_REASON
    )
    modal.add_item(ui.Label(text=say(text("block.reason"), locale), component=reason))
    modal.stop()
    return modal
