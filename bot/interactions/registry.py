"""What each component and each modal of ours does: its action, and who handles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.interactions.actions.cancel import cancel
from bot.interactions.actions.page import page
from bot.interactions.actions.pick import picking
from bot.interactions.actions.use import submit, use
from bot.interactions.actions.use_model import use_model
from bot.views.buttons import CANCEL, PICK, USE
from bot.views.pages import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.interactions.handler import Handler

PICKED: Mapping[str, Handler] = {USE: use_model}
"""What the values of a select are handled by: those of a list of models name one of it."""

COMPONENTS: Mapping[str, Handler] = {
    CANCEL: cancel,
    PAGE: page,
    USE: use,
    PICK: picking(PICKED),
}
"""By action; who handles one has a file in ``actions``."""

MODALS: Mapping[str, Handler] = {USE: submit}
"""Likewise, for what is submitted."""
