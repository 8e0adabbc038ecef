"""What each component and each modal of ours does: its action, and who handles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.interactions.actions.again import again
from bot.interactions.actions.answer import answering
from bot.interactions.actions.appeal import appeal, submit_appeal
from bot.interactions.actions.block import block, submit_block
from bot.interactions.actions.cancel import cancel
from bot.interactions.actions.decide import approve, keep, remember, remove
from bot.interactions.actions.delete import delete
from bot.interactions.actions.details import details
from bot.interactions.actions.edit import edit, submit_edit
from bot.interactions.actions.look import look
from bot.interactions.actions.page import page
from bot.interactions.actions.pick import picking
from bot.interactions.actions.report import report, report_picked
from bot.interactions.actions.send import send
from bot.interactions.actions.show import show
from bot.interactions.actions.star import star
from bot.interactions.actions.tune import tune
from bot.interactions.actions.undo import undo
from bot.interactions.actions.upscale import upscale
from bot.interactions.actions.use import submit, use
from bot.interactions.actions.use_model import use_model
from bot.interactions.actions.vary import vary
from bot.views.buttons import (
    AGAIN,
    APPEAL,
    CANCEL,
    DELETE,
    DENY,
    DETAILS,
    EDIT,
    GRANT,
    PICK,
    REPORT,
    SEND,
    SHOW,
    STAR,
    UNDO,
    UPSCALE,
    USE,
    VARY,
)
from bot.views.moderation.block import BLOCK
from bot.views.moderation.review_card import APPROVE, KEEP, LOOK, REMEMBER, REMOVE, TUNE
from bot.views.pages import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.interactions.handler import Handler

OF_IMAGE: Mapping[str, Handler] = {VARY: vary, UPSCALE: upscale, SEND: send}
"""What can be done to one image: each has a button, and options in the select of several."""

OF_CASE: Mapping[str, Handler] = {
    APPROVE: approve,
    KEEP: keep,
    REMOVE: remove,
    REMEMBER: remember,
    LOOK: look,
    TUNE: tune,
}
"""What moderators can do about an image on its card."""

PICKED: Mapping[str, Handler] = {
    **OF_IMAGE,
    SHOW: show,
    USE: use_model,
    LOOK: look,
    TUNE: tune,
    REPORT: report_picked,
    DETAILS: details,
}
"""What is chosen in a select: of a result, a history, models, a review, reports, the audit."""

COMPONENTS: Mapping[str, Handler] = {
    CANCEL: cancel,
    PAGE: page,
    USE: use,
    AGAIN: again,
    EDIT: edit,
    SHOW: show,
    STAR: star,
    **OF_IMAGE,
    **OF_CASE,
    PICK: picking(PICKED),
    DETAILS: details,
    DELETE: delete,
    REPORT: report,
    APPEAL: appeal,
    GRANT: answering(granted=True),
    DENY: answering(granted=False),
    UNDO: undo,
    BLOCK: block,
}
"""By action; who handles one has a file in ``actions``."""

MODALS: Mapping[str, Handler] = {
    USE: submit,
    EDIT: submit_edit,
    BLOCK: submit_block,
    APPEAL: submit_appeal,
}
"""Likewise, for what is submitted."""
