"""The buttons on messages: what each is called, and the id that is all its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ButtonStyle, ui

from bot.views.component_ids import ComponentId, custom_id

if TYPE_CHECKING:
    from bot.domain.ids import JobId

CANCEL = "cancel"
"""The action of a Cancel button."""


def cancel_button(job_id: JobId) -> ui.Button[ui.LayoutView]:
    """Make the button that ends a job."""
    return ui.Button(
        label="Cancel",
        style=ButtonStyle.secondary,
        custom_id=custom_id(ComponentId(CANCEL, job_id)),
    )
